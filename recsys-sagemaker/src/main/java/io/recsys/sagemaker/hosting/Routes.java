package io.recsys.sagemaker.hosting;

import com.google.gson.Gson;
import io.recsys.sagemaker.protocol.Failure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The paths of an endpoint: {@code /ping}, {@code /invocations}, {@code /execution-parameters} and,
 * where it holds many models, {@code /models}. None waits for anything.
 */
final class Routes extends Handler.Abstract.NonBlocking {
  private static final Gson GSON = new Gson();

  private final ServingConfig config;
  private final Supplier<@Nullable Answering> loaded;
  private final InvocationHandler invocations;
  private final @Nullable ManyModels models;

  /**
   * The paths.
   *
   * @param loaded the endpoint's one model, null until it is loaded
   * @param models the models that are loaded on demand, or null where there is one
   */
  Routes(
      ServingConfig config,
      Supplier<@Nullable Answering> loaded,
      InvocationHandler invocations,
      @Nullable ManyModels models) {
    this.config = config;
    this.loaded = loaded;
    this.invocations = invocations;
    this.models = models;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    try {
      route(request, response, callback);
    } catch (Refusal e) {
      Responses.write(response, callback, e.failure());
    }
    return true;
  }

  private void route(Request request, Response response, Callback callback) {
    String path = Request.getPathInContext(request);
    switch (path) {
      case "/ping" -> {
        requireMethod("GET", request);
        if (models == null) {
          Answering unused = model();
        }
        callback.succeeded();
      }
      case "/invocations" -> {
        requireMethod("POST", request);
        invocations.handle(request, response, callback, this::model);
      }
      case "/execution-parameters" -> {
        requireMethod("GET", request);
        Responses.write(response, callback, executionParameters());
      }
      default -> {
        if (models == null || !models.handle(path, request, response, callback)) {
          throw new Refusal(
              Failure.Code.NOT_FOUND,
              "there is no path " + path,
              "ask /invocations, /ping or /execution-parameters");
        }
      }
    }
  }

  private Answering model() {
    Answering answering = loaded.get();
    if (answering == null) {
      throw new Refusal(
          Failure.Code.NOT_READY, "the model is being loaded", "ask again when /ping answers 200");
    }
    return answering;
  }

  /** Refuses every method but one. */
  static void requireMethod(String method, Request request) {
    if (!request.getMethod().equals(method)) {
      throw new Refusal(
          Failure.Code.METHOD_NOT_ALLOWED,
          Request.getPathInContext(request) + ": is not asked with " + request.getMethod(),
          "use " + method);
    }
  }

  private String executionParameters() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("MaxConcurrentTransforms", config.concurrentTransforms());
    parameters.put("BatchStrategy", "MULTI_RECORD");
    parameters.put("MaxPayloadInMB", config.maxPayloadInMegabytes());
    return GSON.toJson(parameters);
  }
}
