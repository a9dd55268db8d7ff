package io.recsys.sagemaker;

import java.io.IOException;
import java.nio.file.Path;

/** A model that recsys-core keeps for its tests: trained on demo data, it knows attributes. */
public final class StoredModel {
  /** Its folder. */
  public static final Path FOLDER =
      Path.of("..", "recsys-core/src/test/resources/io/recsys/model/v1-attributes");

  private StoredModel() {}

  /** Its archive, made in a folder. */
  public static Path archive(Path folder) throws IOException {
    Path archive = folder.resolve(ModelArchive.NAME);
    ModelArchive.write(FOLDER, archive);
    return archive;
  }
}
