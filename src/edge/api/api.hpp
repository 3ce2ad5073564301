// The desks behind the routes: one file each. Every handler takes a bounded request that has passed
// the one permission check and answers with JSON, a proof, a picture or a problem. routes.cpp is
// the whole surface.
#pragma once

#include <algorithm>
#include <atomic>
#include <boost/json/object.hpp>
#include <mutex>

#include "acceptance/check_intake.hpp"
#include "disclosure/receipt_tries.hpp"
#include "edge/api/pairings.hpp"
#include "edge/api/rate_limit.hpp"
#include "edge/api/uploads.hpp"
#include "edge/http/metrics.hpp"
#include "edge/http/router.hpp"
#include "edge/node/node.hpp"
#include "edge/paper/printer.hpp"
#include "edge/web/files.hpp"

namespace buuan::node {
struct PossessionCheck;
}
namespace buuan::acceptance {
struct Risk;
}

namespace buuan::api {

struct Api {
    explicit Api(node::Node& its_node) : node(its_node) {}
    node::Node& node;
    http::Metrics metrics;
    RateLimit strangers{60};
    RateLimit unknown_codes{120};  // scanned by one user in a minute
    RateLimit lookups{600};     // of the public page: behind one address there may be many people
    RateLimit own_lookups{20};  // of a receipt with its digits
    disclosure::ReceiptTries receipt_tries{node.store()};
    Gate passwords{static_cast<std::size_t>(
        std::clamp<std::int64_t>(node.config().workers / 4, 1, 8))};  // stretched at once
    Gate batches{static_cast<std::size_t>(
        std::clamp<std::int64_t>(node.config().workers / 4, 1, 4))};  // read at once, for as long
                                                                      // as they last
    Gate own_views{2};                                                // each looks at every day
    Gate backups{1};
    Gate checks{1};    // each reads all there is
    Gate readings{2};  // of lists: read and checked at once
    Gate webhook_tests{2};
    Gate possession{1};  // answers to challenges, checks of one's own
    Uploads uploads;
    Pairings pairings;
    paper::Printer printer{paper::program_beside_us()};
    web::Files screens;
    std::mutex bags;        // one step of a bag at a time
    std::mutex routes;      // one change of a courier's route at a time
    std::mutex subjects;    // one step of a data subject's request at a time
    std::mutex complaints;  // one filing or step at a time
    std::mutex acts;        // an act's id is looked for and taken in one step
    std::atomic<bool> ready{true};
};

using http::Call;
using http::Response;

// access.cpp
Result<Actor, Response> authenticate(Api& api, const http::Request& request);
Response sign_in(Api& api, const Call& call);
Response who_am_i(Api& api, const Call& call);
Response sign_out(Api& api, const Call& call);
Response list_users(Api& api, const Call& call);
Response put_user(Api& api, const Call& call);
Response put_password(Api& api, const Call& call);
Response disable_user(Api& api, const Call& call);
Response begin_totp(Api& api, const Call& call);
Response confirm_totp(Api& api, const Call& call);
Response reset_totp(Api& api, const Call& call);
Response list_api_keys(Api& api, const Call& call);
Response create_api_key(Api& api, const Call& call);
Response revoke_api_key(Api& api, const Call& call);
// items.cpp
Response put_item(Api& api, const Call& call);
Response get_item(Api& api, const Call& call);
Response post_event(Api& api, const Call& call);
Response get_timeline(Api& api, const Call& call);
Response get_proof(Api& api, const Call& call);
// batches.cpp
Response post_batch(Api& api, const Call& call);
// scans.cpp
Response post_scan(Api& api, const Call& call);
Response post_scan_batch(Api& api, const Call& call);
// sorting.cpp
Response get_sorting_rules(Api& api, const Call& call);
Response list_stopped(Api& api, const Call& call);
// papers.cpp
Response post_paper(Api& api, const Call& call);
// bags.cpp
Response list_bags(Api& api, const Call& call);
Response put_bag(Api& api, const Call& call);
Response get_bag(Api& api, const Call& call);
Response post_bag_step(Api& api, const Call& call);
// manifest_readings.cpp
Response post_manifest_reading(Api& api, const Call& call);
// objects.cpp
Response put_object(Api& api, const Call& call);
Response get_object(Api& api, const Call& call);
// picture_parts.cpp
Response patch_part(Api& api, const Call& call);
Response get_upload(Api& api, const Call& call);
Response delete_upload(Api& api, const Call& call);
// disclosure.cpp
Response post_search(Api& api, const Call& call);
Response post_opening(Api& api, const Call& call);
// route.cpp
Response get_route(Api& api, const Call& call);
Response put_route(Api& api, const Call& call);
Response post_route_opening(Api& api, const Call& call);
// acts.cpp
Response list_purposes(Api& api, const Call& call);
Response list_acts(Api& api, const Call& call);
Response get_act_proof(Api& api, const Call& call);
// screening.cpp
Response post_screening(Api& api, const Call& call);
// rules.cpp
Response list_rules(Api& api, const Call& call);
Response post_rules(Api& api, const Call& call);
Response get_rules(Api& api, const Call& call);
// rule_cases.cpp
Response post_rule_cases(Api& api, const Call& call);
// counter.cpp
Response get_counter_rules(Api& api, const Call& call);
Response list_items(Api& api, const Call& call);
// returning.cpp
Response post_returning(Api& api, const Call& call);
// queue.cpp
Response get_queue_key(Api& api, const Call& call);
Response post_code_block(Api& api, const Call& call);
Response post_queued_item(Api& api, const Call& call);
Response post_queued_event(Api& api, const Call& call);
Response post_queued_object(Api& api, const Call& call);
// devices.cpp
Response post_device(Api& api, const Call& call);
Response list_devices(Api& api, const Call& call);
Response revoke_device(Api& api, const Call& call);
// phone.cpp
Response post_pairing(Api& api, const Call& call);
Response delete_pairing(Api& api, const Call& call);
Response put_pairing_note(Api& api, const Call& call);
Response get_pairing_piece(Api& api, const Call& call);
Response get_phone_note(Api& api, const Call& call);
Response put_phone_piece(Api& api, const Call& call);
/// The answer to a phone whose pairing is not open; nullopt where it is.
std::optional<Response> uninvited(Api& api, const http::Request& request, const std::string& id);
// risk.cpp
Response post_risk_notes(Api& api, const Call& call);
// receipts.cpp
Response receipt_page(Api& api, const Call& call);
Response check_receipt(Api& api, const Call& call);
Response receipt_script(Api& api, const Call& call);
Response receipt_style(Api& api, const Call& call);
// own_item.cpp
Response own_item_page(Api& api, const Call& call);
Response post_own_item(Api& api, const Call& call);
Response post_own_request(Api& api, const Call& call);
Response post_own_complaint(Api& api, const Call& call);
// public_pages.cpp
Response lookup_page(Api& api, const Call& call);
Response list_page(Api& api, const Call& call);
Response conditions_page(Api& api, const Call& call);
Response declaration_page(Api& api, const Call& call);
Response phone_page(Api& api, const Call& call);
Response list_pack(Api& api, const Call& call);
Response notice_pdf(Api& api, const Call& call);
// screens.cpp
Response get_screen(Api& api, const Call& call);
Response get_file_of_everybody(Api& api, const Call& call);
Response get_asset(Api& api, const Call& call);
// postings.cpp
Response put_posting(Api& api, const Call& call);
Response list_postings(Api& api, const Call& call);
Response get_posting_picture(Api& api, const Call& call);
// register.cpp
Response get_register(Api& api, const Call& call);
Response put_organisation(Api& api, const Call& call);
Response put_leader(Api& api, const Call& call);
Response put_site(Api& api, const Call& call);
Response put_counter(Api& api, const Call& call);
Response post_staff(Api& api, const Call& call);
Response put_staff(Api& api, const Call& call);
Response put_equipment(Api& api, const Call& call);
Response put_vehicle(Api& api, const Call& call);
// logs.cpp
Response list_logs(Api& api, const Call& call);
Response get_checkpoint(Api& api, const Call& call);
Response get_tile(Api& api, const Call& call);
// check.cpp
Response post_check(Api& api, const Call& call);
/// What a check of this node answers: what is wrong, by place.
Result<boost::json::object> check_everything(node::Node& node);
// backups.cpp
Response post_backup(Api& api, const Call& call);
Response post_backup_test(Api& api, const Call& call);
// possession.cpp
Response post_possession_answer(Api& api, const Call& call);
Response post_possession_challenge(Api& api, const Call& call);
Response post_possession_check(Api& api, const Call& call);
Response list_possession_checks(Api& api, const Call& call);
/// Puts the figures of a check among the metrics.
void tell_of_possession(http::Metrics& metrics, const node::PossessionCheck& check);
// rebuild.cpp
Response post_rebuild(Api& api, const Call& call);
// retention.cpp
Response get_retention(Api& api, const Call& call);
Response post_purge(Api& api, const Call& call);
Response post_clock_confirmation(Api& api, const Call& call);
Response get_day(Api& api, const Call& call);
Response get_certificate(Api& api, const Call& call);
Response get_certificate_proof(Api& api, const Call& call);
// holds.cpp
Response list_holds(Api& api, const Call& call);
Response post_hold(Api& api, const Call& call);
Response get_hold(Api& api, const Call& call);
Response post_hold_approval(Api& api, const Call& call);
Response post_hold_renewal(Api& api, const Call& call);
Response delete_hold(Api& api, const Call& call);
// subject_requests.cpp
Response list_subject_requests(Api& api, const Call& call);
Response post_subject_request(Api& api, const Call& call);
Response get_subject_request(Api& api, const Call& call);
Response post_subject_request_step(Api& api, const Call& call);
Response post_subject_export(Api& api, const Call& call);
Response post_subject_erasure(Api& api, const Call& call);
// complaints.cpp
Response list_complaint_kinds(Api& api, const Call& call);
Response list_complaints(Api& api, const Call& call);
Response post_complaint(Api& api, const Call& call);
Response get_complaint(Api& api, const Call& call);
Response post_complaint_step(Api& api, const Call& call);
// keys.cpp
Response list_keys(Api& api, const Call& call);
Response post_key_backup(Api& api, const Call& call);
Response put_recovery_key(Api& api, const Call& call);
Response post_log_key_change(Api& api, const Call& call);
Response get_log_key_change(Api& api, const Call& call);
// maintenance.cpp
Response list_days(Api& api, const Call& call);
Response get_metrics(Api& api, const Call& call);
Response get_health(Api& api, const Call& call);
Response get_ready(Api& api, const Call& call);

/// The whole surface, on one screen (routes.cpp).
http::Router make_router(Api& api);

// ---- what several desks need
// ------------------------------------------------------------------------------------------

/// An item that a path names: its id, day and what is stored, in its day or, once that is gone, in
/// a hold; or the answer to give.
struct NamedItem {
    ItemId id;
    Day day;
    StoredItem stored;
};
Result<NamedItem, Response> find_item(Api& api, const Call& call);
/// The same for an actor who works at one site: 403 for an item that was neither accepted there nor
/// came there, by an event of that site.
Result<NamedItem, Response> find_item_here(Api& api, const Call& call);

/// The newest record of a class, from its day or, where that day's key is destroyed, from a hold;
/// 410 where it is over its term.
Result<vault::OpenedRecord, Response> open_newest(Api& api, const Call& call,
                                                  const NamedItem& named, DataClass data_class);

/// The digest of the picture that was named for a slot at acceptance; 422 where none was.
Result<Digest, Response> announced_picture(Api& api, const Call& call, const NamedItem& named,
                                           const std::string& slot);
/// The answer where the slot has its picture already: what is announced never changes, so it is
/// that one.
std::optional<Response> picture_there(const NamedItem& named, const std::string& slot);
/// Strips, seals and stores a picture as it was sent, if it is the one that was announced.
Response store_picture(Api& api, const Call& call, const NamedItem& named, const std::string& slot,
                       std::string_view bytes);

/// For so long an opening shows an item's pictures to who made it.
inline constexpr std::int64_t opening_ms = 15 * 60'000;

/// Seals the act and makes it durable; nothing may be shown before this is nullopt. An id that has
/// been used is refused: another act under it would take the place of the one before, and that one
/// would be forgotten.
std::optional<Response> record_act(Api& api, const Call& call, const disclosure::Act& act);

/// An entry's text; nullopt while it has no place in its log yet.
Result<std::optional<std::string>> entry_text(Api& api, const StoredEntry& entry);
/// The same, also while it waits for its log.
Result<std::optional<std::string>> text_or_pending(Api& api, const StoredEntry& entry);

/// Whether some version of the goods rules is, or was, this set.
bool published(const node::Node& node, const Digest& rules);

/// The signs of a risk in words (risk.cpp).
boost::json::array notes_json(const acceptance::Risk& risk);

/// The picture that a site's list was attested with.
Result<Bytes> open_posting_picture(node::Node& node, const register_::Posting& posting);

/// The answer to an account that is bound to one site, of what concerns all of them: holds, purges,
/// data subjects' requests.
std::optional<Response> bound_to_site(const Call& call);

/// The number that the path's first part is; nullopt where it is none.
std::optional<std::uint32_t> number_in_path(const Call& call);

/// The answer where there is no such counter, or it is not at this actor's site.
std::optional<Response> wrong_counter(Api& api, const Call& call, const CounterCode& code);

/// 422 with all fields.
Response unprocessable(const http::Request& request,
                       const std::vector<acceptance::IntakeProblem>& problems);
/// What the committer answered to a command on an existing item.
Response refused_write(const http::Request& request, Applied applied);

/// Reads the body as T, or answers 400 with the field.
template <class T>
Result<T, Response> body_of(const Call& call) {
    auto body = json::read<T>(call.request.body);
    if (!body.ok()) return http::problem(call.request, body.error());
    return std::move(body).value();
}

}  // namespace buuan::api
