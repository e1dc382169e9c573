#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(5550)};
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    int server = socket(AF_INET, SOCK_DGRAM, 0);
    if (bind(server, (struct sockaddr *)&address, sizeof address) < 0) {
        perror("bind");
        return 1;
    }

    // For ever: receive a datagram with recvfrom, and send the answer with sendto to the address that it came from.
    return 0;
}
