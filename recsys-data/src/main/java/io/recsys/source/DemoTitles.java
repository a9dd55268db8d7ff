package io.recsys.source;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Invented, distinct titles. */
final class DemoTitles {
  private static final List<String> QUALITIES =
      List.of(
          "Silent",
          "Crimson",
          "Last",
          "Hidden",
          "Broken",
          "Golden",
          "Distant",
          "Paper",
          "Frozen",
          "Second",
          "Burning",
          "Hollow",
          "Velvet",
          "Wandering",
          "Northern",
          "Glass",
          "Midnight",
          "Forgotten",
          "Electric",
          "Patient",
          "Salt",
          "Restless",
          "Iron",
          "Quiet",
          "Borrowed",
          "Amber",
          "Crooked",
          "Lonely",
          "Painted",
          "Thirteenth");
  private static final List<String> THINGS =
      List.of(
          "Harbor",
          "Orchard",
          "Lantern",
          "Parade",
          "Letter",
          "Kingdom",
          "Garden",
          "Engine",
          "Mirror",
          "Voyage",
          "Winter",
          "Promise",
          "Station",
          "Meadow",
          "Signal",
          "Carnival",
          "Bridge",
          "Shadow",
          "Compass",
          "Harvest",
          "Balcony",
          "Tide",
          "Waltz",
          "Cathedral",
          "Courier",
          "Archive",
          "Desert",
          "Island",
          "Clockmaker",
          "Sparrow");
  private static final List<String> NAMES =
      List.of(
          "Adela",
          "Bruno",
          "Clementine",
          "Dorian",
          "Estelle",
          "Felix",
          "Greta",
          "Hugo",
          "Ingrid",
          "Jasper",
          "Katya",
          "Leopold",
          "Marisol",
          "Nils",
          "Odette",
          "Percival",
          "Quentin",
          "Rosalind",
          "Silvio",
          "Tamsin");
  private static final List<String> PLACES =
      List.of(
          "Avenmoor",
          "Brackwater",
          "Calder Point",
          "Dunmarrow",
          "Eastfell",
          "Farrowgate",
          "Glenwick",
          "Hollin Bay",
          "Ivory Street",
          "Juniper Hill",
          "Kestrel Rock",
          "Lower Marsh",
          "Mirefield",
          "North Quay",
          "Oldbridge",
          "Pinecrest",
          "Quarry Lane",
          "Ravenport",
          "Saltmere",
          "Thornby");

  private DemoTitles() {}

  /** As many titles as wanted; beyond some three thousand they are sequels. */
  static List<String> generate(int count, Random random) {
    List<String> all = new ArrayList<>();
    for (String thing : THINGS) {
      QUALITIES.forEach(quality -> all.add("The " + quality + " " + thing));
      PLACES.forEach(place -> all.add("The " + thing + " of " + place));
      NAMES.forEach(name -> all.add(name + "'s " + thing));
    }
    for (String name : NAMES) {
      PLACES.forEach(place -> all.add(name + " of " + place));
    }
    Collections.shuffle(all, random);
    List<String> titles = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int part = i / all.size() + 1;
      titles.add(all.get(i % all.size()) + (part == 1 ? "" : " " + part));
    }
    return titles;
  }
}
