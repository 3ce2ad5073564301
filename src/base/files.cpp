#include "base/files.hpp"

namespace buuan {

std::string folder_of(std::string_view path) {
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string() : std::string(path.substr(0, slash));
}

Result<Bytes> read_file(Files& files, std::string_view path, std::size_t bytes_max) {
    auto file = files.open(path, OpenMode::read);
    if (!file.ok()) return file.error();
    const auto size = file.value()->size();
    if (!size.ok()) return size.error();
    if (size.value() > bytes_max) {
        return Fault{FaultKind::invalid, std::string(path) + " has " +
                                             std::to_string(size.value()) + " bytes; at most " +
                                             std::to_string(bytes_max) + " are read"};
    }
    Bytes data(size.value());
    const auto read = file.value()->read_at(0, data);
    if (!read.ok()) return read.error();
    data.resize(read.value());
    return data;
}

Result<Done> replace_file(Files& files, std::string_view path, BytesView data) {
    const std::string temporary = std::string(path) + ".new";
    if (auto removed = files.remove(temporary); !removed.ok()) return removed.error();
    auto file = files.open(temporary, OpenMode::create_new);
    if (!file.ok()) return file.error();
    if (auto written = file.value()->write_at(0, data); !written.ok()) return written.error();
    if (auto synced = file.value()->sync(); !synced.ok()) return synced.error();
    if (auto renamed = files.rename(temporary, path); !renamed.ok()) return renamed.error();
    return files.sync_folder(folder_of(path));
}

}  // namespace buuan
