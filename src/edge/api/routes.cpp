#include "base/whole_number.hpp"
#include "edge/api/api.hpp"
#include "edge/api/leaks.hpp"
#include "edge/api/subject_kinds.hpp"
#include "edge/api/task_desk.hpp"
#include "edge/api/undelivered.hpp"
#include "edge/api/webhook_desk.hpp"

namespace buuan::api {
namespace {

using Desk = Response (*)(Api&, const Call&);
constexpr auto get = http::Method::get;
constexpr auto put = http::Method::put;
constexpr auto post = http::Method::post;
constexpr auto del = http::Method::del;
constexpr auto patch = http::Method::patch;
constexpr std::uint64_t kib = 1024;
constexpr std::uint64_t mib = 1024 * kib;
constexpr http::Everyone everyone;
constexpr http::Invited invited;
constexpr http::SignedIn signed_in;

/// A row of the table. `on_public_door`: also through the listener for the public, where nothing
/// else is.
struct Row {
    http::Method method;
    const char* path;
    http::Permission permission;
    Desk desk;
    std::uint64_t body_bytes_max = 64 * kib;
    bool on_public_door = false;
};

const Row rows[] = {
    {post, "/api/v1/sessions", everyone, sign_in, 4 * kib},
    {get, "/api/v1/sessions", signed_in, who_am_i},
    {del, "/api/v1/sessions", signed_in, sign_out},

    {get, "/api/v1/counter-rules", Action::accept_item, get_counter_rules},
    {get, "/api/v1/items", Action::read_item, list_items},
    {put, "/api/v1/items/{item}", Action::accept_item, put_item},
    {get, "/api/v1/items/{item}", Action::read_item, get_item},
    {post, "/api/v1/items/{item}/events", Action::record_event, post_event},
    {post, "/api/v1/items/{item}/openings", Action::open_item, post_opening},
    {get, "/api/v1/items/{item}/timeline", Action::read_item, get_timeline},
    {get, "/api/v1/items/{item}/proof", Action::read_proof, get_proof},
    {put, "/api/v1/items/{item}/objects/{slot}", Action::put_object, put_object, 8 * mib},
    {get, "/api/v1/items/{item}/objects/{slot}", Action::read_object, get_object},
    {patch, "/api/v1/items/{item}/objects/{slot}/upload", Action::put_object, patch_part, 8 * mib},
    {get, "/api/v1/items/{item}/objects/{slot}/upload", Action::put_object, get_upload},
    {del, "/api/v1/items/{item}/objects/{slot}/upload", Action::put_object, delete_upload},
    {post, "/api/v1/scans", Action::record_event, post_scan},
    {post, "/api/v1/scan-batches", Action::record_event, post_scan_batch, http::body_streamed},
    {post, "/api/v1/items/{item}/papers", Action::record_event, post_paper, 4 * kib},
    {get, "/api/v1/bags", Action::record_event, list_bags},
    {put, "/api/v1/bags/{bag}", Action::record_event, put_bag, 4 * kib},
    {get, "/api/v1/bags/{bag}", Action::record_event, get_bag},
    {post, "/api/v1/bags/{bag}/steps", Action::record_event, post_bag_step, 4 * kib},
    {get, "/api/v1/sorting-rules", Action::record_event, get_sorting_rules},
    {get, "/api/v1/stopped-items", Action::record_event, list_stopped},
    {get, "/api/v1/undelivered-items", Action::record_event, list_undelivered},
    {post, "/api/v1/item-batches", Action::import_items, post_batch, http::body_streamed},
    {post, "/api/v1/manifest-readings", Action::import_items, post_manifest_reading, 8 * mib},
    {get, "/api/v1/queue-key", Action::accept_item, get_queue_key},
    {post, "/api/v1/code-blocks", Action::accept_item, post_code_block, 4 * kib},
    {post, "/api/v1/queued-items/{item}", Action::accept_item, post_queued_item, 96 * kib},
    {post, "/api/v1/queued-events/{event}", Action::record_event, post_queued_event, 96 * kib},
    {post, "/api/v1/queued-items/{item}/objects/{slot}", Action::put_object, post_queued_object,
     8193 * kib},
    {post, "/api/v1/devices", Action::accept_item, post_device, 4 * kib},
    {get, "/api/v1/devices", signed_in, list_devices},
    {del, "/api/v1/devices/{id}", Action::manage_sites, revoke_device},
    {get, "/api/v1/route", Action::deliver_items, get_route},
    {put, "/api/v1/route", Action::deliver_items, put_route},
    {post, "/api/v1/route-openings", Action::deliver_items, post_route_opening, 4 * kib},
    {get, "/api/v1/purposes", signed_in, list_purposes},
    {post, "/api/v1/searches", Action::search_items, post_search},
    {post, "/api/v1/leak-questions", Action::read_acts, post_leak_question, 4 * kib},
    {get, "/api/v1/acts", Action::read_acts, list_acts},
    {get, "/api/v1/acts/{act}/proof", Action::read_acts, get_act_proof},
    {post, "/api/v1/returning-senders", Action::accept_item, post_returning, 4 * kib},
    {post, "/api/v1/risk-notes", Action::accept_item, post_risk_notes},
    {post, "/api/v1/pairings", Action::accept_item, post_pairing, 4 * kib},
    {del, "/api/v1/pairings/{pairing}", Action::accept_item, delete_pairing},
    {put, "/api/v1/pairings/{pairing}/note", Action::accept_item, put_pairing_note, 4 * kib},
    {get, "/api/v1/pairings/{pairing}/pieces/{number}", Action::accept_item, get_pairing_piece},
    {post, "/api/v1/screenings", everyone, post_screening, 16 * kib, true},

    {get, "/api/v1/rules", Action::screen_text, list_rules},
    {post, "/api/v1/rules", Action::manage_rules, post_rules, 8 * mib},
    {get, "/api/v1/rules/{digest}", Action::screen_text, get_rules},
    {post, "/api/v1/rule-cases", Action::open_item, post_rule_cases, 4 * kib},

    {get, "/api/v1/register", Action::read_register, get_register},
    {put, "/api/v1/organisation", Action::manage_organisation, put_organisation},
    {put, "/api/v1/leader", Action::manage_organisation, put_leader},
    {put, "/api/v1/sites/{site}", Action::manage_sites, put_site},
    {put, "/api/v1/counters/{counter}", Action::manage_sites, put_counter},
    {post, "/api/v1/staff", Action::manage_staff, post_staff},
    {put, "/api/v1/staff/{number}", Action::manage_staff, put_staff},
    {put, "/api/v1/equipment/{code}", Action::manage_equipment, put_equipment},
    {put, "/api/v1/vehicles/{plate}", Action::manage_equipment, put_vehicle, 4 * kib},
    {get, "/api/v1/tasks", Action::read_register, list_tasks},
    {put, "/api/v1/tasks/{task}/owner", Action::assign_tasks, put_task_owner, 4 * kib},
    {get, "/api/v1/postings", Action::read_register, list_postings},
    {put, "/api/v1/postings/{id}", Action::attest_posting, put_posting, 8 * mib},
    {get, "/api/v1/sites/{site}/posting-picture", Action::read_register, get_posting_picture},
    {get, "/api/v1/users", Action::manage_users, list_users},
    {put, "/api/v1/users/{user}", Action::manage_users, put_user},
    {put, "/api/v1/users/{user}/password", signed_in, put_password},
    {post, "/api/v1/users/{user}/totp", signed_in, begin_totp, 4 * kib},
    {put, "/api/v1/users/{user}/totp", signed_in, confirm_totp, 4 * kib},
    {del, "/api/v1/users/{user}/totp", Action::manage_users, reset_totp},
    {post, "/api/v1/users/{user}/disablings", Action::manage_users, disable_user},
    {get, "/api/v1/api-keys", Action::manage_users, list_api_keys},
    {post, "/api/v1/api-keys", Action::manage_users, create_api_key},
    {del, "/api/v1/api-keys/{id}", Action::manage_users, revoke_api_key},

    {get, "/api/v1/webhooks", Action::manage_organisation, list_webhooks},
    {post, "/api/v1/webhooks", Action::manage_organisation, post_webhook, 4 * kib},
    {post, "/api/v1/webhooks/{webhook}/tests", Action::manage_organisation, post_webhook_test,
     4 * kib},
    {del, "/api/v1/webhooks/{webhook}", Action::manage_organisation, delete_webhook},

    {get, "/api/v1/logs", Action::read_log, list_logs},
    {get, "/logs/{log}/checkpoint", Action::read_log, get_checkpoint},
    {get, "/logs/{log}/tile/{rest...}", Action::read_log, get_tile},

    {get, "/api/v1/days", Action::read_register, list_days},
    {get, "/api/v1/days/{day}", Action::read_register, get_day},
    {get, "/api/v1/days/{day}/certificate", Action::read_register, get_certificate},
    {get, "/api/v1/days/{day}/certificate-proof", Action::read_log, get_certificate_proof},
    {get, "/api/v1/retention", Action::read_register, get_retention},
    {post, "/api/v1/purges", Action::purge_days, post_purge, 4 * kib},
    {post, "/api/v1/clock-confirmations", Action::purge_days, post_clock_confirmation, 4 * kib},
    {get, "/api/v1/holds", Action::approve_hold, list_holds},
    {post, "/api/v1/holds", Action::manage_holds, post_hold, 512 * kib},
    {get, "/api/v1/holds/{hold}", Action::approve_hold, get_hold},
    {post, "/api/v1/holds/{hold}/approvals", Action::approve_hold, post_hold_approval, 4 * kib},
    {post, "/api/v1/holds/{hold}/renewals", Action::manage_holds, post_hold_renewal, 4 * kib},
    {del, "/api/v1/holds/{hold}", Action::manage_holds, delete_hold},
    {get, "/api/v1/subject-request-kinds", Action::handle_subject_requests,
     list_subject_request_kinds},
    {get, "/api/v1/subject-requests", Action::handle_subject_requests, list_subject_requests},
    {post, "/api/v1/subject-requests", Action::handle_subject_requests, post_subject_request,
     16 * kib},
    {get, "/api/v1/subject-requests/{request}", Action::handle_subject_requests,
     get_subject_request},
    {post, "/api/v1/subject-requests/{request}/steps", Action::handle_subject_requests,
     post_subject_request_step, 4 * kib},
    {post, "/api/v1/subject-requests/{request}/exports", Action::handle_subject_requests,
     post_subject_export, 4 * kib},
    {post, "/api/v1/subject-requests/{request}/erasures", Action::handle_subject_requests,
     post_subject_erasure, 4 * kib},
    {get, "/api/v1/complaint-kinds", signed_in, list_complaint_kinds},
    {get, "/api/v1/complaints", Action::handle_complaints, list_complaints},
    {post, "/api/v1/complaints", Action::handle_complaints, post_complaint, 16 * kib},
    {get, "/api/v1/complaints/{complaint}", Action::handle_complaints, get_complaint},
    {post, "/api/v1/complaints/{complaint}/steps", Action::handle_complaints, post_complaint_step,
     4 * kib},
    {get, "/api/v1/keys", Action::manage_keys, list_keys},
    {post, "/api/v1/key-backups", Action::keep_keys, post_key_backup, 4 * kib},
    {put, "/api/v1/recovery-key", Action::keep_keys, put_recovery_key, 4 * kib},
    {post, "/api/v1/logs/{log}/key-changes", Action::keep_keys, post_log_key_change, 4 * kib},
    {get, "/api/v1/logs/{log}/key-change", Action::read_log, get_log_key_change},
    {post, "/api/v1/backups", Action::keep_keys, post_backup, 8 * kib},
    {post, "/api/v1/backup-tests", Action::keep_keys, post_backup_test, 8 * kib},
    {post, "/api/v1/possession-answers", Action::answer_possession, post_possession_answer,
     256 * kib},
    {post, "/api/v1/possession-challenges", Action::read_log, post_possession_challenge, 128 * kib},
    {post, "/api/v1/possession-checks", Action::check_node, post_possession_check, 4 * kib},
    {get, "/api/v1/possession-checks", Action::check_node, list_possession_checks},
    {post, "/api/v1/checks", Action::check_node, post_check},
    {post, "/api/v1/rebuilds", Action::check_node, post_rebuild},
    {get, "/metrics", Action::read_metrics, get_metrics},
    {get, "/healthz", everyone, get_health, 0, true},
    {get, "/readyz", everyone, get_ready, 0, true},

    {get, "/gui-duoc-khong", everyone, lookup_page, 0, true},
    {get, "/danh-muc", everyone, list_page, 0, true},
    {get, "/danh-muc.pdf", everyone, notice_pdf, 0, true},
    {get, "/danh-muc/{digest}", everyone, list_pack, 0, true},
    {get, "/dieu-kien", everyone, conditions_page, 0, true},
    {get, "/buu-gui-cua-toi", everyone, own_item_page, 0, true},
    {post, "/buu-gui-cua-toi", everyone, post_own_item, 4 * kib, true},
    {post, "/buu-gui-cua-toi/yeu-cau", everyone, post_own_request, 16 * kib, true},
    {post, "/buu-gui-cua-toi/khieu-nai", everyone, post_own_complaint, 16 * kib, true},
    {get, "/khai-truoc", everyone, declaration_page, 0, true},
    {get, "/khai-truoc.js", everyone, get_file_of_everybody, 0, true},
    {get, "/khai-truoc.css", everyone, get_file_of_everybody, 0, true},
    {get, "/dien-thoai", everyone, phone_page, 0, true},
    {get, "/dien-thoai.js", everyone, get_file_of_everybody, 0, true},
    {get, "/dien-thoai.css", everyone, get_file_of_everybody, 0, true},
    {get, "/dien-thoai/{pairing}", invited, get_phone_note, 0, true},
    {put, "/dien-thoai/{pairing}/{number}", invited, put_phone_piece, 2 * mib, true},
    {get, "/assets/{file}", everyone, get_asset, 0, true},
    {get, "/r", everyone, receipt_page, 0, true},
    {post, "/r", everyone, check_receipt, 4 * kib, true},
    {get, "/r.js", everyone, receipt_script, 0, true},
    {get, "/r.css", everyone, receipt_style, 0, true},

    {get, "/", everyone, get_screen, 0},
    {get, "/app", everyone, get_screen, 0},
    {get, "/app/{page...}", everyone, get_screen, 0},
    {get, "/sw.js", everyone, get_screen, 0},
    {get, "/favicon.svg", everyone, get_screen, 0},
};

}  // namespace

std::optional<Response> bound_to_site(const Call& call) {
    if (!call.actor.site) return std::nullopt;
    return http::problem(call.request, 403, "not_allowed");
}

std::optional<std::uint32_t> number_in_path(const Call& call) {
    return whole_number<std::uint32_t>(call.parts.at(0));
}

http::Router make_router(Api& api) {
    std::vector<http::Route> routes;
    for (const Row& row : rows) {
        routes.push_back({row.method, row.path, row.permission,
                          [&api, desk = row.desk](const Call& call) { return desk(api, call); },
                          row.body_bytes_max, row.on_public_door});
    }
    return http::Router(
        std::move(routes),
        [&api](const http::Request& request) { return authenticate(api, request); },
        [&api](const http::Request& request, const std::string& named) {
            return uninvited(api, request, named);
        });
}

}  // namespace buuan::api
