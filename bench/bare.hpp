// Programs that do the same storage work and nothing else, to be measured in the same run: the rows
// and bytes of a day that the node wrote, written again into an empty file of the same schema in
// transactions of the same mean size; and a plain table with plain-text indexes, as one would make
// without sealing anything.
#pragma once

#include <cstddef>
#include <string>

namespace buuan::bench {

/// Items per second of writing all rows of `day_file` again to `to`, `per_transaction` items each,
/// WAL and synchronous=FULL as the node does it; tokens wait in the outbox and go into their index
/// `per_indexing` items at a time.
double bare_rate(const std::string& day_file, const std::string& to, double per_transaction,
                 double per_indexing);

/// The same number of items as rows of one plain-text table with an index for each thing searched
/// for.
double plain_rate(std::size_t items, const std::string& to, double per_transaction);

}  // namespace buuan::bench
