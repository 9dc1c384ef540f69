package oracle;

import ca.uhn.fhir.validation.SingleValidationMessage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A validator that stays up: every line in is a response with its profiles, every line out the errors that count. */
public final class Responses {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Responses() {}

  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.UK);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err); // the FHIRPath trace() function must not mix with the answers
    Oracle validator = new Oracle(Path.of(System.getProperty("oracle.profiles")));
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      JsonNode asked = JSON.readTree(line);
      List<String> profiles = new ArrayList<>();
      asked.get("profiles").forEach(profile -> profiles.add(profile.asText()));
      out.println(JSON.writeValueAsString(errors(validator.validate(asked.get("body").asText(), profiles))));
    }
  }

  private static ArrayNode errors(List<SingleValidationMessage> messages) {
    ArrayNode errors = JSON.createArrayNode();
    for (SingleValidationMessage message : messages) {
      if (!Oracle.isError(message) || Ignore.reason(message) != null) continue;
      ObjectNode error = errors.addObject();
      error.put("id", message.getMessageId());
      error.put("location", message.getLocationString());
      error.put("message", message.getMessage());
    }
    return errors;
  }
}
