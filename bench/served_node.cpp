#include "served_node.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <vector>

#include "base/check.hpp"
#include "figures.hpp"
#include "http_client.hpp"

namespace buuan::bench {
namespace {

/// Starts a program with its output going to the returned descriptor.
std::pair<pid_t, int> spawn(const std::vector<std::string>& words) {
    int ends[2];
    CHECK(::pipe(ends) == 0);
    const pid_t child = ::fork();
    CHECK(child >= 0);
    if (child == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // a measurement that fails leaves no server behind
        ::dup2(ends[1], STDOUT_FILENO);
        const int nowhere = ::open("/dev/null", O_WRONLY);
        ::dup2(nowhere, STDERR_FILENO);
        ::close(ends[0]);
        ::setenv("BUUAN_LANG", "en", 1);
        ::setenv("BUUAN_PASSWORD", "mot-mat-khau-rat-dai-2026", 1);
        std::vector<char*> arguments;
        for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
        arguments.push_back(nullptr);
        ::execv(arguments[0], arguments.data());
        ::_exit(127);
    }
    ::close(ends[1]);
    return {child, ends[0]};
}

std::string output_of(const std::vector<std::string>& words) {
    const auto [child, out] = spawn(words);
    std::string text;
    char part[4096];
    for (ssize_t got; (got = ::read(out, part, sizeof part)) > 0;)
        text.append(part, static_cast<std::size_t>(got));
    ::close(out);
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    return text;
}

}  // namespace

ServedNode ServedNode::make(std::string buuan, std::string folder) {
    output_of({buuan, "--node", folder, "init", "--name", "Bưu chính Đo", "--origin", "do.example",
               "--province", "11", "--admin", "quantri", "--sample", "--sample-days", "0"});
    const auto users =
        boost::json::parse(output_of({buuan, "--node", folder, "user", "list", "--json"}));
    const auto staff_of = [&](std::string_view name) {
        for (const auto& each : users.at("users").as_array()) {
            if (each.at("user").as_string() == name) return std::string(each.at("by").as_string());
        }
        CHECK(false);
        return std::string();
    };
    const auto key_for = [&](std::string_view name, std::string_view role) {
        const auto made = boost::json::parse(
            output_of({buuan, "--node", folder, "api-key", "create", fmt::format("do-{}", role),
                       "--role", std::string(role), "--staff", staff_of(name), "--json"}));
        return std::string(made.at("key").as_string());
    };
    std::string clerk = key_for("giaodich1", "clerk");
    std::string officer = key_for("antoan1", "officer");
    return ServedNode(std::move(buuan), std::move(folder), std::move(clerk), std::move(officer));
}

double ServedNode::start() {
    const Stopwatch watch;
    const auto [child, out] =
        spawn({buuan_, "--node", folder_, "serve", "--staff-port", "0", "--public-port", "0"});
    pid_ = child;
    // "staff: http://127.0.0.1:PORT", the first line, is printed when the doors are open.
    std::string line;
    for (char c; ::read(out, &c, 1) == 1 && c != '\n';) line += c;
    ::close(out);
    CHECK(line.rfind(':') != std::string::npos);
    port_ = static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
    auto connection = Connection::to_port(port_);
    CHECK(connection.ask(request("GET", "/healthz", "", "")).status == 200);
    return watch.seconds();
}

void ServedNode::stop() {
    if (pid_ == 0) return;
    ::kill(pid_, SIGTERM);
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = 0;
}

double ServedNode::rss_mb() const {
    std::ifstream file(fmt::format("/proc/{}/status", pid_));
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("VmRSS:")) return std::stod(line.substr(6)) * 1024 / 1e6;
    }
    return 0;
}

double ServedNode::cpu_seconds() const {
    std::ifstream file(fmt::format("/proc/{}/stat", pid_));
    std::string text((std::istreambuf_iterator<char>(file)), {});
    std::istringstream fields(text.substr(text.rfind(')') + 2));
    std::string skipped;
    for (int i = 0; i < 11; ++i) fields >> skipped;  // state to cmajflt
    double user = 0, system = 0;
    fields >> user >> system;
    return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double ServedNode::metric(const std::string& name) const {
    auto connection = Connection::to_socket(folder_ + "/run/buuan.sock");
    std::istringstream text(connection.ask(request("GET", "/metrics", "", "")).body);
    for (std::string line; std::getline(text, line);) {
        if (line.starts_with(name + " ")) return std::stod(line.substr(name.size() + 1));
    }
    return 0;
}

}  // namespace buuan::bench
