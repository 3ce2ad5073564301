#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <thread>

#include "edge/paper/printer.hpp"

namespace buuan::paper {
namespace {

/// Two ends that close themselves; a socket pair, since writing to it when nobody reads any more
/// is an error and no signal.
struct Pipe {
    int read = -1;
    int write = -1;

    bool open() {
        std::array<int, 2> ends{};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return false;
        read = ends[0];
        write = ends[1];
        return true;
    }
    static void close(int& end) {
        if (end >= 0) ::close(end);
        end = -1;
    }
    ~Pipe() {
        close(read);
        close(write);
    }
};

struct SpawnActions {
    posix_spawn_file_actions_t actions{};
    SpawnActions() { posix_spawn_file_actions_init(&actions); }
    ~SpawnActions() { posix_spawn_file_actions_destroy(&actions); }
    SpawnActions(const SpawnActions&) = delete;
    SpawnActions& operator=(const SpawnActions&) = delete;
};

std::int64_t now_ms() {
    using std::chrono::steady_clock;
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               steady_clock::now().time_since_epoch())
        .count();
}

/// A child that does not outlive us.
class Child {
public:
    explicit Child(pid_t pid) : pid_(pid) {}
    ~Child() {
        if (pid_ <= 0) return;
        ::kill(pid_, SIGKILL);
        int status = 0;
        while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) continue;
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// How it ended, as waitpid says it; nullopt where it has not when the time is over. That it
    /// writes no more does not mean that it ends.
    std::optional<int> wait(std::int64_t until_ms) {
        int status = 0;
        pid_t ended = 0;
        while ((ended = ::waitpid(pid_, &status, WNOHANG)) != pid_) {
            if ((ended < 0 && errno != EINTR) || now_ms() >= until_ms) return std::nullopt;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        pid_ = -1;
        return status;
    }

private:
    pid_t pid_;
};

Result<pid_t> spawn(const std::filesystem::path& program, const Pipe& in, const Pipe& out) {
    SpawnActions files;
    posix_spawn_file_actions_adddup2(&files.actions, in.read, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files.actions, out.write, STDOUT_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&files.actions, STDERR_FILENO + 1);
    std::string name = program.string();
    std::array<char*, 2> arguments = {name.data(), nullptr};
    std::string cache = "XDG_CACHE_HOME=";
    if (const char* home = std::getenv("XDG_CACHE_HOME")) cache += home;
    std::string home = "HOME=";
    if (const char* ours = std::getenv("HOME")) home += ours;
    std::array<char*, 3> environment = {home.data(), cache.data(), nullptr};
    pid_t pid = 0;
    if (::posix_spawn(&pid, name.c_str(), &files.actions, nullptr, arguments.data(),
                      environment.data()) != 0)
        return Fault{FaultKind::unavailable, "cannot start " + name};
    return pid;
}

/// Writes and reads as far as either end can. timed_out, full: the time or the space is over.
std::optional<FaultKind> exchange(Pipe& in, Pipe& out, std::string_view input, std::string& output,
                                  std::size_t output_bytes_max, std::int64_t until_ms) {
    std::array<char, 65'536> part{};
    while (out.read >= 0) {
        if (input.empty()) Pipe::close(in.write);
        std::array<pollfd, 2> ends = {pollfd{out.read, POLLIN, 0}, pollfd{in.write, POLLOUT, 0}};
        const std::int64_t left_ms = until_ms - now_ms();
        if (left_ms <= 0) return FaultKind::timed_out;
        if (::poll(ends.data(), ends.size(), static_cast<int>(left_ms)) < 0 && errno != EINTR)
            return FaultKind::busy;
        if ((ends[1].revents & (POLLERR | POLLHUP)) != 0) {
            input = {};  // it reads no more; its exit code says why
        } else if ((ends[1].revents & POLLOUT) != 0) {
            const ssize_t written =
                ::send(in.write, input.data(), input.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (written > 0) input.remove_prefix(static_cast<std::size_t>(written));
        }
        if ((ends[0].revents & (POLLIN | POLLHUP)) != 0) {
            const ssize_t read = ::read(out.read, part.data(), part.size());
            if (read == 0) Pipe::close(out.read);
            if (read > 0) output.append(part.data(), static_cast<std::size_t>(read));
            if (output.size() > output_bytes_max) return FaultKind::full;
        }
    }
    return std::nullopt;
}

/// Only 1 says that the input was at fault: the same input will never do. After anything else
/// (killed, out of memory, nothing to draw with) it may do another time.
std::optional<Fault> fault_of(int status, const std::string& name) {
    if (WIFSIGNALED(status))
        return Fault{FaultKind::unavailable,
                     name + " was ended by signal " + std::to_string(WTERMSIG(status))};
    const int code = WEXITSTATUS(status);
    if (code == 0) return std::nullopt;
    return Fault{code == 1 ? FaultKind::invalid : FaultKind::unavailable,
                 name + " ended with " + std::to_string(code)};
}

std::string_view words_of(FaultKind kind) {
    if (kind == FaultKind::timed_out) return " took too long";
    return kind == FaultKind::full ? ": too much came out of it" : " cannot be waited for";
}

}  // namespace

Result<std::string> run_program(const std::filesystem::path& program, std::string_view input,
                                std::size_t output_bytes_max, std::int64_t time_ms) {
    const std::string name = program.filename().string();
    const std::int64_t until_ms = now_ms() + time_ms;
    Pipe in;
    Pipe out;
    if (!in.open() || !out.open()) return Fault{FaultKind::busy, "no pipe left"};
    const auto pid = spawn(program, in, out);
    if (!pid.ok()) return pid.error();
    Child child(pid.value());
    Pipe::close(in.read);
    Pipe::close(out.write);
    std::string output;
    if (const auto broken = exchange(in, out, input, output, output_bytes_max, until_ms))
        return Fault{*broken, name + std::string(words_of(*broken))};
    const auto status = child.wait(until_ms);
    if (!status) return Fault{FaultKind::timed_out, name + " took too long to end"};
    if (auto fault = fault_of(*status, name)) return *std::move(fault);
    return output;
}

}  // namespace buuan::paper
