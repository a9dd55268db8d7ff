package io.recsys.sagemaker.training;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.recsys.data.DataFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file in which the service says something of a job: one JSON object. */
final class ConfigFile {
  private ConfigFile() {}

  /**
   * The object in a file, an empty one where there is no file.
   *
   * @throws DataFormatException if the file holds something else
   */
  static JsonObject read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return new JsonObject();
    }
    try {
      JsonElement content = JsonParser.parseString(Files.readString(file));
      if (content.isJsonObject()) {
        return content.getAsJsonObject();
      }
    } catch (JsonParseException e) {
      // Said below, as for JSON of another kind.
    }
    throw new DataFormatException(file, "is no JSON object");
  }
}
