using System.Security.Claims;
using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Security;

namespace BaiguStore.Web.Staff;

/// <summary>A session's state as read from the database.</summary>
/// <param name="Principal">Null if the session is invalid.</param>
public sealed record CheckedSession(ClaimsPrincipal? Principal, DateTime StartedAt, DateTime CheckedAt)
{
    /// <summary>Cache duration: for so long another node may still accept a session that this one has ended.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(30);
}

/// <summary>Caches sessions on this node, so that not every request queries the database. Sessions ended on this node end at once.</summary>
public sealed class SessionCache(TimeProvider clock)
{
    private readonly Dictionary<string, CheckedSession> _checked = [];
    private readonly Lock _lock = new();
    private Dictionary<string, DateTime> _seen = [];
    private long _endings;

    /// <summary>Incremented when a session ends on this node. Read it before the database query and pass it to <see cref="Keep"/>.</summary>
    public long Endings
    {
        get
        {
            lock (_lock)
                return _endings;
        }
    }

    /// <summary>A cached session that is still valid; null if the database must be queried.</summary>
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

    /// <summary>Caches a query's result, unless a session has ended meanwhile: the result may be older than that.</summary>
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

    /// <summary>Drops all sessions of a member after a change.</summary>
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

    /// <summary>When sessions were used since the last call, to be saved by the caller.</summary>
    public IReadOnlyDictionary<string, DateTime> TakeSeen()
    {
        lock (_lock)
            return Interlocked.Exchange(ref _seen, []);
    }
}
