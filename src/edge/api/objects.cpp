#include <algorithm>
#include <boost/describe/enum_to_string.hpp>
#include <boost/json/serialize.hpp>

#include "disclosure/trace.hpp"
#include "edge/api/api.hpp"
#include "evidence/object.hpp"
#include "evidence/picture.hpp"
#include "ledger/entry.hpp"
#include "vault/derive.hpp"

namespace buuan::api {
namespace {

evidence::ObjectContext context_of(Api& api, const ItemId& item, const std::string& slot) {
    return {api.node.origin(), item, DataClass::picture, slot};
}

const ObjectRow* object_in(const StoredItem& stored, std::string_view slot) {
    const auto found = std::find_if(stored.objects.begin(), stored.objects.end(),
                                    [&](const ObjectRow& object) { return object.slot == slot; });
    return found == stored.objects.end() ? nullptr : &*found;
}

/// The command of a picture is made from what it is, so that sending it again is the same command.
CommandId command_of(const ItemId& item, std::string_view slot, const Digest& bytes) {
    const Digest digest =
        sha256({as_bytes("buuan/object-command/v1\n"), item.bytes, as_bytes(slot), bytes.bytes});
    CommandId command{item.bytes};
    std::copy_n(digest.bytes.begin(), 9, command.bytes.begin() + 7);
    command.bytes[8] = static_cast<std::uint8_t>(0x80 | (command.bytes[8] & 0x3f));
    return command;
}

Result<PendingEntry> stored_entry(Api& api, const Call& call, const StoredItem& stored,
                                  const Secret& record_key, const ObjectRow& object) {
    const ItemRow& row = stored.row;
    ledger::Entry entry;
    entry.at = api.node.now();
    entry.seen = entry.at;
    entry.id = next_entry_id(stored, entry.at, api.node.entropy());
    entry.salt = api.node.entropy().bytes<16>();
    entry.type = "object.stored";
    entry.site = row.site;
    entry.by = call.actor.by;
    entry.ref = vault::item_ref(record_key, row.id, row.log);
    entry.data = {{"slot", object.slot}, {"root", object.object.text()}, {"bytes", object.size}};
    auto text = ledger::encode(entry);
    if (!text.ok()) return text.error();
    return PendingEntry{entry.id, row.log, std::move(text).value()};
}

Response stored_answer(const ItemRow& row, const Digest& object, std::string_view slot,
                       int status) {
    return Response::json(
        boost::json::serialize(boost::json::object{{"item", row.id.text()},
                                                   {"slot", slot},
                                                   {"object", object.text()},
                                                   {"pictures_due", row.pictures_due}}),
        status);
}

/// Writes the row of a sealed picture; tries again when another picture of the item was faster.
Response commit_object(Api& api, const Call& call, const NamedItem& named, const ObjectRow& object,
                       const Digest& raw, const Secret& record_key) {
    ItemRow row = named.stored.row;
    for (int tries = 0; tries < 8; ++tries) {
        auto entry = stored_entry(api, call, named.stored, record_key, object);
        if (!entry.ok()) return http::problem(call.request, entry.error());
        DayWrite write;
        write.day = named.day;
        write.item = named.id;
        write.command = command_of(named.id, object.slot, raw);
        write.request = vault::request_digest(record_key, raw.bytes);
        write.expects = row.version;
        write.after = row;
        ++write.after.version;
        if (write.after.pictures_due > 0) --write.after.pictures_due;
        write.objects.push_back(object);
        write.entries.push_back(std::move(entry).value());
        const ItemRow after = write.after;
        const auto applied = api.node.committer().commit(std::move(write));
        if (!applied.ok()) return http::problem(call.request, applied.error());
        if (applied.value() == Applied::written) {
            api.node.poke();
            return stored_answer(after, object.object, object.slot, 201);
        }
        if (applied.value() != Applied::stale) return refused_write(call.request, applied.value());
        const auto again = api.node.days().find_row(named.day, named.id);
        if (!again.ok()) return http::problem(call.request, again.error());
        if (!again.value()) return http::problem(call.request, 404, "item_unknown");
        row = *again.value();
    }
    return http::problem(call.request, 409, "item_changed");
}

/// From its day or, where that day's key is destroyed, from a hold.
Result<Bytes> open_picture(Api& api, const NamedItem& named, const ObjectRow& object) {
    const auto key = api.node.keys().key(named.day, object.data_class);
    if (!key.ok()) {
        auto held = api.node.retention().held().open_object(named.id, object.slot);
        if (held.ok() || held.error().kind != FaultKind::unavailable) return held;
        return key.error();
    }
    const auto sealed = api.node.objects().get(named.day, object.data_class, object.object);
    if (!sealed.ok()) return sealed.error();
    return evidence::open_object(sealed.value(), object.object,
                                 vault::object_key(key.value(), named.id, object.slot),
                                 context_of(api, named.id, object.slot));
}

}  // namespace

Result<Digest, Response> announced_picture(Api& api, const Call& call, const NamedItem& named,
                                           const std::string& slot) {
    const std::string label = "picture." + slot;
    const disclosure::TraceReaders readers{api.node.days(), api.node.keys(), api.node.origin()};
    const auto record =
        disclosure::open_latest(readers, named.day, named.stored, DataClass::record);
    if (!record.ok()) return http::problem(call.request, record.error());
    auto announced = Digest::parse(record.value().text(label));
    // A picture of a later event is named in that event's minutes.
    const auto& records = named.stored.records;
    for (auto row = records.rbegin(); row != records.rend() && !announced; ++row) {
        if (row->data_class != DataClass::minutes) continue;
        const auto minutes = disclosure::open_row(readers, named.day, named.id, *row);
        if (!minutes.ok()) return http::problem(call.request, minutes.error());
        announced = Digest::parse(minutes.value().text(label));
    }
    if (!announced)
        return http::problem(call.request, 422, "picture_not_announced",
                             {{"slot", "picture_not_announced"}});
    return *announced;
}

std::optional<Response> picture_there(const NamedItem& named, const std::string& slot) {
    const ObjectRow* there = object_in(named.stored, slot);
    if (there == nullptr) return std::nullopt;
    return stored_answer(named.stored.row, there->object, slot, 200);
}

Response store_picture(Api& api, const Call& call, const NamedItem& named, const std::string& slot,
                       std::string_view bytes) {
    const auto announced = announced_picture(api, call, named, slot);
    if (!announced.ok()) return announced.error();
    const Digest raw = sha256(as_bytes(bytes));
    if (announced.value() != raw)
        return http::problem(call.request, 422, "picture_not_announced",
                             {{"slot", "picture_not_announced"}});
    if (auto there = picture_there(named, slot)) return *there;
    // Announced once, and nothing is due: the pictures were erased since.
    if (named.stored.row.pictures_due == 0)
        return http::problem(call.request, 409, "item_conflict");

    const auto picture = evidence::read_picture(as_bytes(bytes));
    if (!picture.ok()) {
        const std::string reason =
            boost::describe::enum_to_string(picture.error(), "picture_broken");
        return http::problem(call.request, 422, reason, {{"slot", reason}});
    }
    const auto picture_key = api.node.keys().key(named.day, DataClass::picture);
    if (!picture_key.ok()) return http::problem(call.request, picture_key.error());
    const auto record_key = api.node.keys().key(named.day, DataClass::record);
    if (!record_key.ok()) return http::problem(call.request, record_key.error());
    // A command that was carried out and whose picture is not there: it was erased since.
    const auto before = api.node.days().find_command(named.day, command_of(named.id, slot, raw));
    if (!before.ok()) return http::problem(call.request, before.error());
    if (before.value()) return http::problem(call.request, 409, "item_conflict");
    const auto sealed = evidence::seal_object(
        picture.value().clean, vault::object_key(picture_key.value(), named.id, slot),
        context_of(api, named.id, slot), api.node.entropy());
    // Objects before rows: a crash in between leaves bytes that nobody names, never a name without
    // bytes.
    if (auto put = api.node.objects().put(named.day, DataClass::picture, sealed.id, sealed.sealed);
        !put.ok())
        return http::problem(call.request, put.error());
    return commit_object(api, call, named,
                         {sealed.id, DataClass::picture, slot, picture.value().clean.size()}, raw,
                         record_key.value());
}

Response put_object(Api& api, const Call& call) {
    const auto named = find_item_here(api, call);
    if (!named.ok()) return named.error();
    return store_picture(api, call, named.value(), call.parts.at(1), call.request.body);
}

Response get_object(Api& api, const Call& call) {
    const auto named = find_item_here(api, call);
    if (!named.ok()) return named.error();
    const auto opening = CommandId::parse(call.request.header("buuan-opening"));
    const auto in_force =
        opening ? disclosure::opening_in_force(api.node.store(), *opening, named.value().id,
                                               call.actor.user, api.node.now(), opening_ms)
                : Result<bool>(false);
    if (!in_force.ok()) return http::problem(call.request, in_force.error());
    if (!in_force.value()) return http::problem(call.request, 403, "opening_unknown");
    const ObjectRow* object = object_in(named.value().stored, call.parts.at(1));
    if (object == nullptr) return http::problem(call.request, 404, "object_unknown");
    const auto plain = open_picture(api, named.value(), *object);
    if (!plain.ok() && plain.error().kind == FaultKind::denied)
        return http::problem(call.request, 410, "term_over");
    if (!plain.ok()) return http::problem(call.request, plain.error());
    return {200,
            std::string(evidence::media_type_of(plain.value())),
            std::string(as_text(plain.value())),
            {},
            {}};
}

}  // namespace buuan::api
