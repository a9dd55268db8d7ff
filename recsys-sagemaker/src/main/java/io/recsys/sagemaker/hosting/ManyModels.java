package io.recsys.sagemaker.hosting;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import io.recsys.Recommender;
import io.recsys.RecommenderHolder;
import io.recsys.sagemaker.protocol.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.io.file.PathUtils;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The models of an endpoint that holds many, one for each shop or tenant, loaded and forgotten as
 * the service says. Safe for any number of threads.
 */
final class ManyModels {
  private static final Gson GSON = new Gson();
  private static final Pattern MODEL = Pattern.compile("/models/([^/]+)(/invoke)?");

  /** A model takes about its files' size; while it is loaded the files are in memory as well. */
  private static final int BYTES_PER_BYTE = 2;

  private final ServingConfig config;
  private final Executor workers;
  private final InvocationHandler invocations;
  private final Map<String, Loaded> models = new ConcurrentSkipListMap<>();

  /** A model in memory, and the folder that it came from. */
  private record Loaded(String url, long bytes, Answering answering) {}

  ManyModels(ServingConfig config, Executor workers, InvocationHandler invocations) {
    this.config = config;
    this.workers = workers;
    this.invocations = invocations;
  }

  /** Answers a request for models, now or later; false where the path is none of theirs. */
  boolean handle(String path, Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response, callback);
    Matcher matcher = MODEL.matcher(path);
    if (path.equals("/models")) {
      list(exchange);
      return true;
    }
    if (!matcher.matches()) {
      return false;
    }
    String name = matcher.group(1);
    if (matcher.group(2) != null) {
      Routes.requireMethod("POST", request);
      invocations.handle(request, response, callback, () -> model(name).answering);
    } else if (request.getMethod().equals("DELETE")) {
      Loaded unused = model(name);
      models.remove(name);
      Responses.write(response, callback, "{}");
    } else {
      Routes.requireMethod("GET", request);
      Responses.write(response, callback, GSON.toJson(description(name, model(name))));
    }
    return true;
  }

  private void list(Exchange exchange) {
    if (exchange.request().getMethod().equals("POST")) {
      exchange.withBody(config, workers, body -> load(exchange, body));
      return;
    }
    Routes.requireMethod("GET", exchange.request());
    List<Map<String, String>> all =
        models.entrySet().stream().map(e -> description(e.getKey(), e.getValue())).toList();
    Responses.write(exchange.response(), exchange.callback(), GSON.toJson(Map.of("models", all)));
  }

  private static Map<String, String> description(String name, Loaded loaded) {
    return Map.of("modelName", name, "modelUrl", loaded.url);
  }

  private Loaded model(String name) {
    Loaded loaded = models.get(name);
    if (loaded == null) {
      throw new Refusal(
          Failure.Code.NOT_FOUND,
          "model '" + name + "' is not loaded",
          "load it with POST /models");
    }
    return loaded;
  }

  private void load(Exchange exchange, byte[] body) {
    JsonObject wanted;
    try {
      wanted = GSON.fromJson(new String(body, StandardCharsets.UTF_8), JsonObject.class);
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("body: is no JSON object; send {...}", e);
    }
    load(text(wanted, "model_name"), text(wanted, "url"));
    Responses.write(exchange.response(), exchange.callback(), "{}");
  }

  /** One at a time, so that memory is counted right. */
  private synchronized void load(String name, String url) {
    if (models.containsKey(name)) {
      throw new Refusal(
          Failure.Code.ALREADY_LOADED, "model '" + name + "' is loaded already", "delete it first");
    }
    try {
      Path folder = Path.of(url);
      long bytes = BYTES_PER_BYTE * PathUtils.sizeOfDirectory(folder);
      long held = models.values().stream().mapToLong(Loaded::bytes).sum();
      if (held + bytes > Runtime.getRuntime().maxMemory() / 4 * 3) {
        throw new Refusal(
            Failure.Code.NO_MEMORY,
            "there is no memory for model '" + name + "' beside " + models.size() + " others",
            models.isEmpty() ? "take an instance type with more memory" : "delete one first");
      }
      Recommender recommender = RecommenderHolder.load(folder).current();
      models.put(name, new Loaded(url, bytes, new Answering(recommender, config.maxK())));
    } catch (IOException e) {
      throw new Refusal(
          Failure.Code.INTERNAL,
          "model '" + name + "' cannot be loaded: " + e.getMessage(),
          "put a whole model in its place");
    }
  }

  private static String text(JsonObject object, String key) {
    if (object == null || !(object.get(key) instanceof JsonPrimitive text && text.isString())) {
      throw new IllegalArgumentException(key + ": is no text; send {\"model_name\":..,\"url\":..}");
    }
    return object.get(key).getAsString();
  }
}
