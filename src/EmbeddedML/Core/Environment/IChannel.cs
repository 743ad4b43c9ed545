namespace Microsoft.ML.Runtime;

/// <summary>A channel for log messages.</summary>
public interface IChannel : IPipe<ChannelMessage>
{
    /// <summary>Sends a message that only those who look for a fault want to see.</summary>
    void Trace(MessageSensitivity sensitivity, string fmt);

    /// <summary>Sends a formatted message that only those who look for a fault want to see.</summary>
    void Trace(MessageSensitivity sensitivity, string fmt, params object[] args);

    /// <summary>Sends a message about an error.</summary>
    void Error(MessageSensitivity sensitivity, string fmt);

    /// <summary>Sends a formatted message about an error.</summary>
    void Error(MessageSensitivity sensitivity, string fmt, params object[] args);

    /// <summary>Sends a warning.</summary>
    void Warning(MessageSensitivity sensitivity, string fmt);

    /// <summary>Sends a formatted warning.</summary>
    void Warning(MessageSensitivity sensitivity, string fmt, params object[] args);

    /// <summary>Sends a message about the ordinary course of things.</summary>
    void Info(MessageSensitivity sensitivity, string fmt);

    /// <summary>Sends a formatted message about the ordinary course of things.</summary>
    void Info(MessageSensitivity sensitivity, string fmt, params object[] args);
}
