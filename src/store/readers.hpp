#pragma once
#include "store/connection.hpp"

#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <vector>

namespace tuantra::store {

/// For tests: so many connections load together, whatever the number of records; 0: as many as are worth it.
inline std::atomic<std::size_t> forced_readers{0};

/// Several connections that see one and the same state of the file, or the store's own one alone: the others only make
/// it faster, and whatever goes wrong with them is made good by the own one. On the store's thread.
class Readers {
public:
    /// Throws SQLite::Exception where the own connection cannot read.
    Readers(Connection& own, std::size_t wanted);
    ~Readers();
    Readers(const Readers&) = delete;
    Readers& operator=(const Readers&) = delete;

    using Work = std::function<void(SQLite::Database&, std::size_t part)>;
    /// Calls work(connection, part) for parts 0 .. count-1 on as many threads as there are connections: each once, and
    /// each once more where another connection than the own one failed. Throws what the work threw on the own one.
    void each_part(std::size_t count, const Work& work);
    std::size_t count() const { return m_others.size() + 1; }

private:
    using Others = std::vector<std::unique_ptr<SQLite::Database>>;
    Others open_others(std::size_t wanted) const;
    bool begin(std::size_t wanted);

    Connection& m_own;
    bool m_pinned = false;
    Others m_others;
};

}  // namespace tuantra::store
