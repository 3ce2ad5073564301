#include "adapters/s3/client.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <mutex>
#include <thread>

#include "adapters/s3/answer.hpp"
#include "base/check.hpp"

namespace buuan::s3 {

struct Client::Answer {
    int status{};
    Bytes body;
    std::string date;  // when the store says it is
};

namespace {

constexpr std::size_t error_bytes_max = 65'536;
constexpr std::size_t pages_max = 100'000;    // of 1,000 names each
constexpr std::size_t names_max = 4'000'000;  // four tebibytes of chunks

struct FreeList {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

List list_of(const Pairs& headers) {
    // What curl would add by itself is not signed.
    List list;
    for (const char* none : {"Expect:", "Content-Type:", "Accept:"})
        list.reset(curl_slist_append(list.release(), none));
    for (const auto& [name, value] : headers)
        list.reset(curl_slist_append(list.release(), (name + ": " + value).c_str()));
    return list;
}

struct Body {
    Bytes bytes;
    std::size_t bytes_max{};
    bool too_large = false;
};

std::size_t on_body(char* data, std::size_t, std::size_t size, void* to) {
    auto& body = *static_cast<Body*>(to);
    body.too_large = body.bytes.size() + size > body.bytes_max;
    if (body.too_large) return 0;
    body.bytes.insert(body.bytes.end(), data, data + size);
    return size;
}

std::size_t on_header(char* data, std::size_t, std::size_t size, void* to) {
    const std::string_view line(data, size);
    if (line.size() > 6 && line.size() < 64 && curl_strnequal(data, "date:", 5) != 0)
        *static_cast<std::string*>(to) = line.substr(5);
    return size;
}

void set_ways(CURL* curl, const Place& place) {
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, place.endpoint.tls ? "https" : "http");
    curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    if (!place.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, place.ca_file.c_str());
    // Plain HTTP is for this machine alone, whatever proxy the environment names.
    if (!place.endpoint.tls) curl_easy_setopt(curl, CURLOPT_PROXY, "");
}

void set_patience(CURL* curl, const Patience& patience) {
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, patience.connect_ms);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, patience.stall_s);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, patience.call_ms);
}

Wrong wrong_of(CURLcode code) {
    switch (code) {
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_ISSUER_ERROR:
            return Wrong::certificate;
        default:
            return Wrong::unreachable;
    }
}

struct Known {
    std::string_view code;
    Wrong wrong;
};
constexpr Known known[] = {
    {"NoSuchKey", Wrong::object},           {"NoSuchBucket", Wrong::bucket},
    {"InvalidAccessKeyId", Wrong::key},     {"SignatureDoesNotMatch", Wrong::key},
    {"RequestTimeTooSkewed", Wrong::clock}, {"AuthorizationHeaderMalformed", Wrong::region},
    {"PermanentRedirect", Wrong::region},   {"TemporaryRedirect", Wrong::region},
    {"QuotaExceeded", Wrong::full},         {"XAmzContentSHA256Mismatch", Wrong::damaged},
    {"BadDigest", Wrong::damaged},          {"RequestTimeout", Wrong::unreachable},
    {"SlowDown", Wrong::overloaded},
};

Wrong wrong_of(int status, std::string_view code) {
    for (const Known& each : known) {
        if (each.code == code) return each.wrong;
    }
    if (status == 403) return Wrong::permission;
    if (status == 301 || status == 307 || status == 308) return Wrong::region;
    if (status == 507) return Wrong::full;
    if (status == 429 || (status >= 500 && status != 501)) return Wrong::overloaded;
    return Wrong::answer;
}

bool may_go_away(Wrong wrong) {
    return wrong == Wrong::unreachable || wrong == Wrong::overloaded || wrong == Wrong::damaged;
}

}  // namespace

Fault fault_of(const Failure& failure) {
    switch (failure.wrong) {
        case Wrong::key:
        case Wrong::permission:
        case Wrong::clock:
        case Wrong::certificate:
            return {FaultKind::denied, failure.what};
        case Wrong::full:
            return {FaultKind::full, failure.what};
        case Wrong::damaged:
        case Wrong::answer:
            return {FaultKind::corrupt, failure.what};
        case Wrong::too_large:
        case Wrong::region:
            return {FaultKind::invalid, failure.what};
        case Wrong::object:
        case Wrong::bucket:
        case Wrong::unreachable:
        case Wrong::overloaded:
            return {FaultKind::unavailable, failure.what};
    }
    return {FaultKind::unavailable, failure.what};
}

Client::Client(Place place, std::string bucket, Credentials credentials, Clock& clock,
               Patience patience)
    : place_(std::move(place)),
      bucket_(std::move(bucket)),
      credentials_(std::move(credentials)),
      clock_(clock),
      patience_(patience),
      curl_([] {
          static std::once_flag once;
          std::call_once(once, [] {
              CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
              // OpenSSL writes to a connection that the store has closed; libcurl, told to leave
              // signals alone, does not keep that from ending the program.
              std::signal(SIGPIPE, SIG_IGN);
          });
          return curl_easy_init();
      }()) {
    CHECK(curl_ != nullptr);
}

Client::~Client() {
    curl_easy_cleanup(curl_);
}

Call Client::call_of(std::string method, std::string_view name) const {
    const std::string& host = place_.endpoint.host;
    if (place_.path_style)
        return {std::move(method), fmt::format("/{}/{}", bucket_, name), {}, {{"host", host}}};
    return {std::move(method), fmt::format("/{}", name), {}, {{"host", bucket_ + "." + host}}};
}

/// Without the bucket's name where that is part of the path.
std::string Client::named(const Call& call) const {
    const std::string path = place_.path_style ? call.path.substr(1) : bucket_ + call.path;
    return call.method + " s3://" + path;
}

/// For an error about clocks: what is read here, and there.
std::string Client::clocks(std::string_view its_date) const {
    const std::string_view printable = its_date.substr(0, its_date.find_first_of("\r\n"));
    const std::time_t its = curl_getdate(std::string(printable).c_str(), nullptr);
    return fmt::format("here it is {}, there {}", clock_.now().text(),
                       its < 0 ? std::string("it does not say") : Instant{its * 1000}.text());
}

/// Why the store did not do it. Its own sentence stays out: it may quote what was signed.
Failure Client::refused(const Call& call, const Answer& answer) const {
    const std::string code = read_error_code(as_text(answer.body));
    const Wrong wrong = wrong_of(answer.status, code);
    std::string what = fmt::format("{}: {} {}", named(call), answer.status, code);
    if (wrong == Wrong::clock) what += ": " + clocks(answer.date);
    return {wrong, std::move(what)};
}

Result<Client::Answer, Failure> Client::ask_once(const Call& call, BytesView body,
                                                 std::size_t bytes_max) {
    CURL* curl = curl_;
    curl_easy_reset(curl);  // keeps the connection
    set_ways(curl, place_);
    set_patience(curl, patience_);
    Answer answer;
    Body received{{}, std::max(bytes_max, error_bytes_max)};
    const List list = list_of(signed_headers(call, credentials_, place_.region, clock_.now()));
    const std::string& host = call.headers.front().second;  // as call_of has it
    const std::string url =
        (place_.endpoint.tls ? "https://" : "http://") + host + encoded_target(call);
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, call.method.c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list.get());
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &received);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &answer.date);
    if (call.method == "PUT") {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, reinterpret_cast<const char*>(body.data()));
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    }
    const CURLcode code = curl_easy_perform(curl);
    const Failure too_large{Wrong::too_large, named(call) + ": is too large"};
    if (received.too_large) return too_large;
    if (code != CURLE_OK)
        return Failure{wrong_of(code),
                       fmt::format("{} at {}: {}", named(call), host, curl_easy_strerror(code))};
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<int>(status);
    answer.body = std::move(received.bytes);
    if (answer.status < 200 || answer.status > 299) return refused(call, answer);
    if (answer.body.size() > bytes_max) return too_large;
    return answer;
}

Result<Client::Answer, Failure> Client::ask(const Call& call, BytesView body,
                                            std::size_t bytes_max) {
    long wait_ms = patience_.first_wait_ms;
    for (int tries = 1;; ++tries, wait_ms *= 2) {
        auto answer = ask_once(call, body, bytes_max);
        if (answer.ok() || tries == patience_.tries_max || !may_go_away(answer.error().wrong))
            return answer;
        std::this_thread::sleep_for(std::chrono::milliseconds(wait_ms));
    }
}

Result<std::vector<std::string>, Failure> Client::list(std::string_view folder) {
    auto names = list_pages(folder, {{"list-type", "2"}, {"delimiter", "/"}});
    if (!names.ok()) return names;
    const auto deep = [](const std::string& name) { return name.find('/') != std::string::npos; };
    if (std::any_of(names.value().begin(), names.value().end(), deep))
        return Failure{Wrong::answer, "a listing of " + std::string(folder) + " goes too deep"};
    return names;
}

Result<std::vector<std::string>, Failure> Client::list_below(std::string_view folder) {
    return list_pages(folder, {{"list-type", "2"}});
}

Result<std::vector<std::string>, Failure> Client::list_pages(std::string_view folder,
                                                             const Pairs& query) {
    const std::string prefix = folder.empty() ? "" : std::string(folder) + "/";
    const Digest nothing = sha256(BytesView());
    std::vector<std::string> names;
    std::string next;
    for (std::size_t pages = 0; pages < pages_max; ++pages) {
        Call call = call_of("GET", "");
        call.body_digest = nothing;
        call.query = query;
        call.query.emplace_back("prefix", prefix);
        if (!next.empty()) call.query.emplace_back("continuation-token", next);
        const auto answer = ask(call, {}, page_bytes_max);
        if (!answer.ok()) return answer.error();
        auto page = read_page(as_text(answer.value().body), prefix);
        if (!page.ok()) return Failure{Wrong::answer, named(call) + ": " + page.error().what};
        names.insert(names.end(), page.value().names.begin(), page.value().names.end());
        if (names.size() > names_max) break;
        if (page.value().next.empty()) {
            std::sort(names.begin(), names.end());
            return names;
        }
        if (page.value().next == next) break;
        next = page.value().next;
    }
    return Failure{Wrong::answer, "the listing of " + prefix + " does not end"};
}

Result<Bytes, Failure> Client::get(std::string_view name, std::size_t bytes_max) {
    Call call = call_of("GET", name);
    call.body_digest = sha256(BytesView());
    auto answer = ask(call, {}, bytes_max);
    if (!answer.ok()) return answer.error();
    return std::move(answer.value().body);
}

Result<Done, Failure> Client::put(std::string_view name, BytesView bytes) {
    Call call = call_of("PUT", name);
    call.body_digest = sha256(bytes);
    // A bucket that locks its objects asks for a checksum beside the signed one.
    call.headers.emplace_back("x-amz-checksum-sha256", to_base64(call.body_digest.bytes));
    const auto answer = ask(call, bytes, error_bytes_max);
    if (!answer.ok()) return answer.error();
    return Done{};
}

Result<Done, Failure> Client::remove(std::string_view name) {
    Call call = call_of("DELETE", name);
    call.body_digest = sha256(BytesView());
    const auto answer = ask(call, {}, error_bytes_max);
    if (!answer.ok() && answer.error().wrong != Wrong::object) return answer.error();
    return Done{};
}

Result<bool, Failure> Client::refuses_what_was_damaged(std::string_view name) {
    Call call = call_of("PUT", name);
    call.body_digest = sha256(as_bytes("what was meant"));
    call.headers.emplace_back("x-amz-checksum-sha256", to_base64(call.body_digest.bytes));
    const auto answer = ask_once(call, as_bytes("what has come"), error_bytes_max);
    if (!answer.ok() && answer.error().wrong != Wrong::damaged) return answer.error();
    return !answer.ok();
}

}  // namespace buuan::s3
