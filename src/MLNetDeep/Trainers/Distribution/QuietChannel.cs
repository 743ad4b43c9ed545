using Microsoft.ML.Runtime;

namespace MLNetDeep.Trainers;

/// <summary>The log of ranks other than the first, which alone writes messages.</summary>
internal sealed class QuietChannel : IChannel
{
    public string ContextDescription => "Training";

    public void Send(ChannelMessage msg)
    {
    }

    public void Trace(MessageSensitivity sensitivity, string fmt)
    {
    }

    public void Trace(MessageSensitivity sensitivity, string fmt, params object[] args)
    {
    }

    public void Error(MessageSensitivity sensitivity, string fmt)
    {
    }

    public void Error(MessageSensitivity sensitivity, string fmt, params object[] args)
    {
    }

    public void Warning(MessageSensitivity sensitivity, string fmt)
    {
    }

    public void Warning(MessageSensitivity sensitivity, string fmt, params object[] args)
    {
    }

    public void Info(MessageSensitivity sensitivity, string fmt)
    {
    }

    public void Info(MessageSensitivity sensitivity, string fmt, params object[] args)
    {
    }

    public TException Process<TException>(TException ex)
        where TException : Exception => ex;

    public void Dispose()
    {
    }
}
