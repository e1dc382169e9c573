import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;

public class Server {
    // 1. Split the question into its parts. 2. Calculate. Until then, the question itself goes back.
    static String calculate(String question) {
        return question;
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
