using System.Security.Claims;
using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Security;

namespace BaiguStore.Web.Staff;

/// <summary>What the database said of a session.</summary>
/// <param name="Principal">Null where the session opens nothing.</param>
public sealed record CheckedSession(ClaimsPrincipal? Principal, DateTime StartedAt, DateTime CheckedAt)
{
    /// <summary>For how long the database is not asked again: so long may another node let in whom this one has put out.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(30);
}

/// <summary>
/// What this node knows of sessions, so that not every request asks the database. What ends on this node has ended at once.
/// </summary>
public sealed class SessionCache(TimeProvider clock)
{
    private readonly Dictionary<string, CheckedSession> _checked = [];
    private readonly Lock _lock = new();
    private Dictionary<string, DateTime> _seen = [];
    private long _endings;

    /// <summary>Goes up with everything that ends here. Who asks the database reads it before, and hands it to <see cref="Keep"/>.</summary>
    public long Endings
    {
        get
        {
            lock (_lock)
                return _endings;
        }
    }

    /// <summary>What is known of a session and still good; null where the database must be asked.</summary>
    public CheckedSession? Find(string key)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        lock (_lock)
        {
            if (!_checked.TryGetValue(key, out var session) || !(now - session.CheckedAt).IsWithin(CheckedSession.GoodFor))
                return null;
            if (session.Principal is null)
                return session;
            if (!StaffSession.IsAlive(session.StartedAt, now))
                return session with { Principal = null };
            _seen[key] = now;
            return session;
        }
    }

    /// <summary>Keeps what the database said, unless something has ended here meanwhile: the answer may be of before.</summary>
    public void Keep(string key, CheckedSession session, long endings)
    {
        lock (_lock)
        {
            foreach (var (old, was) in _checked)
                if (!(session.CheckedAt - was.CheckedAt).IsWithin(CheckedSession.GoodFor))
                    _checked.Remove(old);
            if (endings != _endings)
                return;
            _checked[key] = session;
            if (session.Principal is not null)
                _seen[key] = session.CheckedAt;
        }
    }

    public void End(string key)
    {
        lock (_lock)
        {
            _endings++;
            _checked.Remove(key);
        }
    }

    /// <summary>Something about the member has changed: the database is asked about all their sessions.</summary>
    public void Forget(int staffId)
    {
        lock (_lock)
        {
            _endings++;
            foreach (var (key, session) in _checked)
                if (session.Principal?.StaffId == staffId)
                    _checked.Remove(key);
        }
    }

    /// <summary>When sessions were used since the last call; the caller writes it down.</summary>
    public IReadOnlyDictionary<string, DateTime> TakeSeen()
    {
        lock (_lock)
            return Interlocked.Exchange(ref _seen, []);
    }
}
