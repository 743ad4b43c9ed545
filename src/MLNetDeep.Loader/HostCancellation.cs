using Microsoft.ML.Runtime;

namespace MLNetDeep;

/// <summary>
/// Tells whether an MLContext was cancelled. ML.NET's trainers ask their host the same, and end with the same exception. The context's
/// method is internal; the package Microsoft.ML.Experimental and AutoML call it.
/// </summary>
internal static class HostCancellation
{
    /// <summary>Whether the context that a host belongs to was cancelled. A null host never is.</summary>
    public static bool IsCancelled(IHostEnvironment? host) => host is ICancelable { IsCanceled: true };

    /// <exception cref="OperationCanceledException">The context was cancelled.</exception>
    public static void ThrowIfCancelled(IHostEnvironment? host)
    {
        if (IsCancelled(host))
        {
            throw CreateException(null);
        }
    }

    /// <summary>Runs a function that reads rows.</summary>
    /// <remarks>
    /// A cursor of ML.NET that reads on other threads wraps the exception with which a cursor before it ended. So any exception after a
    /// cancellation becomes one that tells of the cancellation.
    /// </remarks>
    /// <exception cref="OperationCanceledException">The context was cancelled before or meanwhile.</exception>
    public static T Run<T>(IHostEnvironment? host, Func<T> read)
    {
        ThrowIfCancelled(host);
        try
        {
            return read();
        }
        catch (Exception e) when (e is not OperationCanceledException && IsCancelled(host))
        {
            throw CreateException(e);
        }
    }

    private static OperationCanceledException CreateException(Exception? cause) => new("The execution of the MLContext was cancelled.", cause);
}
