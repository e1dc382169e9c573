import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;

public class Server {
    public static void main(String[] args) throws IOException {
        ServerSocket server = new ServerSocket();

        // 1. Bind it to port 5520 of this machine: new InetSocketAddress("127.0.0.1", 5520). In Java, bind listens too.
        // 2. For ever: accept a client, read its name, send the answer, close.
    }
}
