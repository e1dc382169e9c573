import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;

public class Server {
    public static void main(String[] args) throws IOException {
        DatagramSocket server = new DatagramSocket(new InetSocketAddress("127.0.0.1", 5550));
        while (true) {
            DatagramPacket packet = new DatagramPacket(new byte[1024], 1024);
            server.receive(packet);
            String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
            String answer = "Hello, " + text + "!";
            byte[] data = answer.getBytes(StandardCharsets.UTF_8);
            server.send(new DatagramPacket(data, data.length, packet.getSocketAddress()));
        }
    }
}
