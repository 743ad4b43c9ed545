namespace Microsoft.ML.Runtime;

/// <summary>Something with a name under which messages are sent and exceptions are marked.</summary>
internal abstract class MessageSource(string? shortName, string? parentFullName) : IExceptionContext
{
    public string? ShortName { get; } = shortName;

    public string? ParentFullName { get; } = parentFullName;

    public string? FullName { get; } = string.IsNullOrEmpty(parentFullName) ? shortName : $"{parentFullName}; {shortName}";

    public virtual string ContextDescription => FullName ?? "";

    public virtual TException Process<TException>(TException ex) where TException : Exception
    {
        if (ex is not null)
        {
            ex.Data["Throwing component"] = ShortName ?? "Environment";
            ex.Data["Parent component"] = ParentFullName;
        }
        return ex!;
    }
}
