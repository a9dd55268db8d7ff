package com.example;

import ai.djl.engine.Engine;

/** An application that trains a model, saves it and recommends from the saved folder. */
final class TrainAndServe {
  private TrainAndServe() {}

  public static void main(String[] args) {
    System.out.println("engine: " + Engine.getInstance());
  }
}
