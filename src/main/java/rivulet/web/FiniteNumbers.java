package rivulet.web;

import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;

/** Numbers as JSON has them: what is not finite is null. */
final class FiniteNumbers extends TypeAdapter<Double> {
  @Override
  public void write(JsonWriter out, Double value) throws IOException {
    if (value == null || !Double.isFinite(value)) {
      out.nullValue();
    } else {
      out.value(value);
    }
  }

  @Override
  public Double read(JsonReader in) throws IOException {
    double value = Double.parseDouble(in.nextString());
    if (!Double.isFinite(value)) {
      throw new NumberFormatException("not finite");
    }
    return value;
  }
}
