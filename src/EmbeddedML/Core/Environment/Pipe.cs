namespace Microsoft.ML.Runtime;

/// <summary>A channel that hands its messages to one listener.</summary>
internal class Pipe<TMessage>(MessageSource parent, string name, Action<MessageSource, TMessage> listener)
    : MessageSource(name, parent.FullName), IPipe<TMessage>
{
    private bool _disposed;

    public void Send(TMessage msg) => listener(this, msg);

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Close();
    }

    public override TException Process<TException>(TException ex)
    {
        base.Process(ex);
        if (ex is not null)
            ex.Data["Phase"] = ShortName;
        return ex!;
    }

    protected virtual void Close()
    {
    }
}
