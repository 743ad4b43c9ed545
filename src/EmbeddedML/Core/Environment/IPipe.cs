namespace Microsoft.ML.Runtime;

/// <summary>A channel for messages.</summary>
/// <typeparam name="TMessage">The type of the messages.</typeparam>
public interface IPipe<TMessage> : IExceptionContext, IDisposable
{
    /// <summary>Sends a message to those who listen.</summary>
    void Send(TMessage msg);
}
