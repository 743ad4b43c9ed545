namespace Microsoft.ML.Data;

/// <summary>Generic code to be run for a type that is known only at run time; see <see cref="RawTypes"/>.</summary>
internal interface IRawTypeFunction<out TResult>
{
    /// <summary>Runs the code for <typeparamref name="T"/>.</summary>
    TResult Invoke<T>();
}
