import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;

public class Server {
    public static void main(String[] args) throws IOException {
        DatagramSocket server = new DatagramSocket(new InetSocketAddress("127.0.0.1", 5550));

        // For ever: receive a DatagramPacket, and send the answer to its getSocketAddress().
    }
}
