package io.recsys.sagemaker.remote;

/** What takes a request's JSON and gives the answer's. Safe for any number of threads. */
interface Endpoint extends AutoCloseable {
  /** The format of bodies and answers. */
  String JSON = "application/json";

  /**
   * The answer to a body.
   *
   * @throws IllegalArgumentException if the container calls the request wrong
   * @throws EndpointException if there is no answer for another reason
   */
  String invoke(String body);

  @Override
  void close();
}
