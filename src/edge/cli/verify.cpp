// buuan verify: a proof file, off line.
#include <fmt/format.h>

#include <boost/json/serialize.hpp>

#include "acceptance/receipt.hpp"
#include "edge/cli/commands.hpp"
#include "edge/cli/log_keys.hpp"
#include "ledger/proof.hpp"

namespace buuan::cli {
namespace {

/// Whether the entry is the acceptance of that receipt, and the receipt's of that item code.
bool is_of_receipt(const ledger::Entry& entry, const acceptance::Receipt& receipt,
                   const std::string& item_code) {
    const auto holds = [&](const char* member, const Digest& digest) {
        const auto* found = entry.data.if_contains(member);
        return found != nullptr && found->is_string() && found->get_string() == digest.text();
    };
    return entry.type == "item.accepted" && holds("receipt", receipt.lookup()) &&
           (item_code.empty() || holds("code", receipt.commitment(item_code)));
}

void print_entry(const ledger::VerifiedEntry& verified) {
    const auto& [entry, text, checkpoint, witnesses] = verified;
    print(Text{"Đã chứng minh: mục này nằm trong sổ và chưa bị sửa.",
               "Proved: this entry is in the log, unaltered."});
    print(say({"  sổ: {} ({} mục)", "  log: {} ({} entries)"}, checkpoint.origin, checkpoint.size));
    print(fmt::format("  {}  {}  {}", entry.type, entry.at.text(),
                      entry.site ? entry.site->value : "-"));
    print(fmt::format("  {}", boost::json::serialize(entry.data)));
    if (entry.type == "log.key_changed")
        print(Text{"  Từ đây sổ ký bằng khóa `key` ở trên; khóa này chứng thực điều đó.",
                   "  From here on the log signs with `key` above; the key that was given vouches "
                   "for it."});
    if (witnesses.empty()) {
        print(Text{"  Chưa có nhân chứng: chỉ có chữ ký của chính doanh nghiệp.",
                   "  Unwitnessed: signed by the enterprise alone."});
    }
    for (const auto& witness : witnesses) {
        print(say({"  nhân chứng: {} lúc {}", "  witness: {} at {}"}, witness.by.name,
                  witness.at ? witness.at->text() : "-"));
    }
}

}  // namespace

Exit verify(const VerifyOptions& options) {
    const auto logs = read_log_keys(options.keys);
    const auto witnesses = read_log_keys(options.witnesses);
    if (!logs || !witnesses) return Exit::bad_input;
    const auto proof = read_input(options.proof_file, ledger::proof_bytes_max);
    if (!proof) return Exit::unreachable;
    std::optional<acceptance::Receipt> receipt;
    if (!options.receipt.empty()) {
        receipt = acceptance::Receipt::parse(options.receipt);
        if (!receipt) {
            complain(Text{"Mã biên nhận không đúng; xem lại từng chữ.",
                          "The receipt code is not right; look at each letter again."});
            return Exit::bad_input;
        }
    }
    const auto verified = ledger::verify_proof(*proof, *logs, *witnesses);
    if (!verified.ok()) {
        const auto text = ledger::text_of(verified.error());
        complain(say({"KHÔNG chứng minh được: {}", "NOT proved: {}"},
                     language() == Language::vi ? text.vi : text.en));
        return Exit::no;
    }
    if (receipt && !is_of_receipt(verified.value().entry, *receipt, options.item_code)) {
        complain(Text{"Bằng chứng đúng, nhưng không phải của biên nhận hoặc số hiệu này.",
                      "The proof holds, but it is not of this receipt or item code."});
        return Exit::no;
    }
    if (options.json) {
        print(verified.value().entry_text);
    } else {
        print_entry(verified.value());
    }
    return Exit::done;
}

}  // namespace buuan::cli
