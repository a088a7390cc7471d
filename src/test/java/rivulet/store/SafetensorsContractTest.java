package rivulet.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsContractTest {
  private static final String A = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";

  @TempDir Path dir;

  @Test
  void missingTensorsListWhatThereIs() throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    for (int i = 0; i < 10; i++) {
      writer.bytes("t" + i, new long[] {1}, new byte[1]);
    }
    Path path = dir.resolve("file");
    writer.write(path);
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertEquals(
          path + ": tensor 'w' asked, file holds t0, t1, t2, t3, t4, t5, t6, t7 and 2 more",
          assertThrows(StoreException.class, () -> file.entry("w")).getMessage());
      assertEquals(
          path + ": floating-point numbers (F64, F32, F16, BF16) asked, tensor is t1 U8[1]",
          assertThrows(StoreException.class, () -> file.doubles("t1")).getMessage());
    }
  }

  @Test
  void cutShortEmptyAndMissingFiles() throws IOException {
    refused(": a safetensors file has at least 8 bytes, file holds 0: fetch it again", new byte[0]);
    refused(": a safetensors file has at least 8 bytes, file holds 7: fetch it again", new byte[7]);
    byte[] whole = file("{" + A + "}", 8);
    refused(
        ": header says 8 bytes of tensors, file holds 5: the download is incomplete, fetch it"
            + " again",
        Arrays.copyOf(whole, whole.length - 3));
    refused(
        ": header says 8 bytes of tensors, file holds 9: something was appended, fetch it again",
        Arrays.copyOf(whole, whole.length + 1));
    refused(
        ": header of 54 bytes stated, file holds 12 after the length: the download is incomplete,"
            + " fetch it again",
        Arrays.copyOf(whole, 20));
    Path absent = dir.resolve("absent");
    assertEquals(
        absent + ": no such file",
        assertThrows(StoreException.class, () -> SafetensorsFile.open(absent)).getMessage());
    assertEquals(
        dir + ": is a folder, a safetensors file was asked",
        assertThrows(StoreException.class, () -> SafetensorsFile.open(dir)).getMessage());
  }

  @Test
  void foreignFiles() throws IOException {
    refused(
        ": not a safetensors file: its ninth byte is no '{': make a model of PyTorch's weights by"
            + " `rivulet import`, convert those of other tools first",
        "PK\u0003\u0004 an archive of pickles".getBytes(UTF_8));
    byte[] huge = file("{}", 0);
    Arrays.fill(huge, 0, 8, (byte) 0xff);
    refused(
        ": header of 18446744073709551615 bytes stated, 2 to 100000000 allowed: the file is damaged"
            + " or not safetensors",
        huge);
    byte[] notText = file("{\"x", 0);
    notText[10] = (byte) 0xff;
    refused(": the header is not valid UTF-8: the file is damaged, fetch it again", notText);
    invalidJson("{\"a\":");
    invalidJson("{'a':{}}");
    invalidJson("{\"a\":[1]}");
    invalidJson("{\"__metadata__\":null}");
  }

  @Test
  void headersThatContradictThemselves() throws IOException {
    damaged("name 'a' occurs twice", "{" + A + "," + A + "}");
    damaged("metadata 'k' occurs twice", "{\"__metadata__\":{\"k\":\"v\",\"k\":\"v\"}," + A + "}");
    damaged("metadata 'k' is not a string", "{\"__metadata__\":{\"k\":1}," + A + "}");
    damaged("tensor 'a' has two fields 'dtype'", "{" + A.replace("{", "{\"dtype\":\"U8\",") + "}");
    damaged("tensor 'a' has an unknown field 'x'", "{" + A.replace("shape", "x") + "}");
    damaged(
        "tensor 'a' needs dtype, shape and two data_offsets", "{" + A.replace(",8]", "]") + "}");
    String number = "tensor 'a' has a size or offset that is no whole number below 10^18";
    damaged(number, "{" + A.replace("[2]", "[-2]") + "}");
    damaged(number, "{" + A.replace("[2]", "[2.0]") + "}");
    damaged(number, "{" + A.replace("[2]", "[\"2\"]") + "}");
    damaged(number, "{" + A.replace("[2]", "[12345678901234567890]") + "}");
    refused(
        ": tensor 'a' needs 12 bytes by type and shape, its offsets give 8: the header is damaged,"
            + " fetch the file again",
        file("{" + A.replace("[2]", "[3]") + "}", 8));
    refused(
        ": tensor 'a' has a shape of more than 2^63 bytes: the header is damaged",
        file("{" + A.replace("[2]", "[4294967296,4294967296]") + "}", 8));
    refused(
        ": tensor 'a' is of type 'F4', known are [BOOL, U8, I8, F8_E5M2, F8_E4M3, I16, U16, F16,"
            + " BF16, I32, U32, F32, I64, U64, F64]: convert it",
        file("{" + A.replace("F32", "F4") + "}", 8));
  }

  @Test
  void dataMustBeCoveredWithoutGapOrOverlap() throws IOException {
    String b = A.replace("\"a\"", "\"b\"");
    refused(
        ": tensor 'b' begins at byte 4, the one before ends at 8: they overlap, write the file"
            + " again",
        file("{" + A + "," + b.replace("[0,8]", "[4,12]") + "}", 12));
    refused(
        ": tensor 'b' begins at byte 9, the one before ends at 8: there is a gap, write the file"
            + " again",
        file("{" + A + "," + b.replace("[0,8]", "[9,17]") + "}", 17));
  }

  @Test
  void messagesAreOneLineWhateverTheNames() throws IOException {
    refused(
        ": tensor 'x?y' begins at byte 1, the one before ends at 0: there is a gap, write the file"
            + " again",
        file("{\"x\\ny\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}", 2));
  }

  /** A header that is not padded: its tensors lie unaligned, as the format allows. */
  @Test
  void unalignedDataIsRead() throws IOException {
    byte[] bytes = file("{" + A + "}", 8);
    bytes[bytes.length - 1] = 0x40;
    Path path = Files.write(dir.resolve("file"), bytes);
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertEquals(2, file.entry("a").data().address() % 4);
      assertEquals(2.0f, file.floats("a")[1]);
    }
  }

  private void invalidJson(String header) throws IOException {
    Path path = Files.write(dir.resolve("file"), file(header, 0));
    String message =
        assertThrows(StoreException.class, () -> SafetensorsFile.open(path)).getMessage();
    assertTrue(message.startsWith(path + ": the header is not the JSON of tensors at $"), message);
    assertEquals(1, message.lines().count());
  }

  private void damaged(String what, String header) throws IOException {
    refused(": damaged header: " + what + ": write the file again", file(header, 8));
  }

  private void refused(String message, byte[] content) throws IOException {
    Path path = Files.write(dir.resolve("file"), content);
    assertEquals(
        path + message,
        assertThrows(StoreException.class, () -> SafetensorsFile.open(path)).getMessage());
  }

  private static byte[] file(String header, int dataBytes) {
    byte[] text = header.getBytes(UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).array());
    out.writeBytes(text);
    out.writeBytes(new byte[dataBytes]);
    return out.toByteArray();
  }
}
