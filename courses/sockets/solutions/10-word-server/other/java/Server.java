import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;

public class Server {
    static void serve(Socket socket) {
        try (Socket client = socket) {
            Reader bytes = new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8);
            String word = new BufferedReader(bytes).readLine();
            if (word == null || word.isEmpty()) return;
            String answer = word.codePointCount(0, word.length()) + " " + Character.toString(word.codePointAt(0)) + "\n";
            client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        } catch (IOException error) {
            System.err.println(error);
        }
    }

    public static void main(String[] args) throws IOException {
        ServerSocket server = new ServerSocket();
        server.bind(new InetSocketAddress("127.0.0.1", 5600));
        while (true) {
            Socket client = server.accept();
            new Thread(() -> serve(client)).start();
        }
    }
}
