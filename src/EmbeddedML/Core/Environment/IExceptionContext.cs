namespace Microsoft.ML.Runtime;

/// <summary>Something that marks the exceptions thrown within it.</summary>
public interface IExceptionContext
{
    /// <summary>A description of the context, for messages.</summary>
    string ContextDescription { get; }

    /// <summary>Marks an exception with the context and gives it back.</summary>
    TException Process<TException>(TException ex) where TException : Exception;
}
