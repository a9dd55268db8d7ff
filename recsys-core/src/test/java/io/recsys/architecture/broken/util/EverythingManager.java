package io.recsys.architecture.broken.util;

import ai.djl.Device;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.net.Socket;

/** A class that breaks each of the remaining rules once. */
public final class EverythingManager {
  private EverythingManager() {}

  /** A getter that sets, prints and lets the engine out of its package. */
  public static String getDevice() {
    System.setProperty("recsys.architecture.never", "run");
    System.out.println("never printed");
    return Device.cpu().toString();
  }

  static Object read(Socket socket) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(socket.getInputStream())) {
      return in.readObject();
    }
  }
}
