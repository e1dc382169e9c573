import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.util.regex.*;

public class Server {
    static final Pattern INFIX = Pattern.compile("(-?\\d+) ([-+*]) (-?\\d+)");
    static final Pattern PREFIX = Pattern.compile("\\(([-+*]), *(-?\\d+), *(-?\\d+)\\)");

    static String calculate(String question) {
        Matcher infix = INFIX.matcher(question);
        Matcher prefix = PREFIX.matcher(question);
        if (infix.matches()) return result(infix.group(1), infix.group(2), infix.group(3));
        if (prefix.matches()) return result(prefix.group(2), prefix.group(1), prefix.group(3));
        return "error";
    }

    static String result(String left, String operator, String right) {
        long a = Long.parseLong(left);
        long b = Long.parseLong(right);
        if (operator.equals("+")) return Long.toString(a + b);
        if (operator.equals("-")) return Long.toString(a - b);
        return Long.toString(a * b);
    }

    public static void main(String[] args) throws IOException {
        DatagramSocket server = new DatagramSocket(new InetSocketAddress("127.0.0.1", 5590));
        while (true) {
            DatagramPacket packet = new DatagramPacket(new byte[1024], 1024);
            server.receive(packet);
            String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
            String answer = calculate(text.trim());
            byte[] data = answer.getBytes(StandardCharsets.UTF_8);
            server.send(new DatagramPacket(data, data.length, packet.getSocketAddress()));
        }
    }
}
