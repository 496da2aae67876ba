#pragma once

// Makes a pair of connected Unix sockets whose peer, as the kernel tells each end, is the user `user_id`. For root only.
// 0, or an errno.
int peer_socket_pair(unsigned user_id, int ends[2]);
