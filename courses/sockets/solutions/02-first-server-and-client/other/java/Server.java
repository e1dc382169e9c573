import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;

public class Server {
    public static void main(String[] args) throws IOException {
        ServerSocket server = new ServerSocket();
        server.bind(new InetSocketAddress("127.0.0.1", 5520));
        while (true) {
            try (Socket client = server.accept()) {
                Reader bytes = new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8);
                String name = new BufferedReader(bytes).readLine();
                String answer = "Hello, " + name + "!\n";
                client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            } catch (IOException error) {
                System.err.println(error);
            }
        }
    }
}
