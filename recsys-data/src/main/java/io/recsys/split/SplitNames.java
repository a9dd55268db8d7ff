package io.recsys.split;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The reader of strategies' names. */
final class SplitNames {
  private static final Pattern NAME = Pattern.compile("([a-z-]+)(?:\\(([^()]*)\\))?");

  private final String name;

  private SplitNames(String name) {
    this.name = name;
  }

  /** The strategy of a name. */
  static SplitStrategy parse(String name) {
    SplitNames names = new SplitNames(name);
    Matcher matcher = NAME.matcher(name.strip());
    if (!matcher.matches()) {
      throw names.unknown();
    }
    String rule = matcher.group(1);
    String arguments = matcher.group(2);
    if (arguments == null) {
      return names.bare(rule);
    }
    String[] parts = arguments.split(",", -1);
    return switch (parts.length) {
      case 1 -> names.of(rule, parts[0]);
      case 2 -> names.of(rule, parts[0], parts[1]);
      default -> throw names.unknown();
    };
  }

  private SplitStrategy bare(String rule) {
    return switch (rule) {
      case "leave-last-out" -> SplitStrategy.leaveLastOut();
      case "all" -> SplitStrategy.all();
      default -> throw unknown();
    };
  }

  private SplitStrategy of(String rule, String argument) {
    return switch (rule) {
      case "random" -> SplitStrategy.random(share(argument));
      case "stratified" -> SplitStrategy.stratified(share(argument));
      case "temporal" -> SplitStrategy.temporal(share(argument));
      case "per-user-temporal" -> SplitStrategy.perUserTemporal(share(argument));
      case "k-shot" -> SplitStrategy.kShot(count(argument), 1);
      case "user-cold" -> SplitStrategy.userCold(share(argument));
      case "item-cold" -> SplitStrategy.itemCold(share(argument));
      default -> throw unknown();
    };
  }

  private SplitStrategy of(String rule, String first, String second) {
    return switch (rule) {
      case "k-shot" -> SplitStrategy.kShot(count(first), share(second));
      case "fold" -> SplitStrategy.fold(count(first), count(second));
      case "user-fold" -> SplitStrategy.userFold(count(first), count(second));
      default -> throw unknown();
    };
  }

  private double share(String share) {
    try {
      return new BigDecimal(share.strip()).doubleValue();
    } catch (NumberFormatException e) {
      throw unknown();
    }
  }

  private int count(String count) {
    try {
      return Integer.parseInt(count.strip());
    } catch (NumberFormatException e) {
      throw unknown();
    }
  }

  private IllegalArgumentException unknown() {
    return new IllegalArgumentException(
        "split: '"
            + name
            + "' is unknown; use random(0.8), stratified(0.75), temporal(0.8),"
            + " per-user-temporal(0.8), leave-last-out, k-shot(5), k-shot(5,0.1), user-cold(0.1),"
            + " item-cold(0.1), fold(1,5), user-fold(1,5) or all, or where the data source has them"
            + " u1 to u5, ua, ub, ncf:DIR, file:ROWS");
  }
}
