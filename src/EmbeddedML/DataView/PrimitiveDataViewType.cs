namespace Microsoft.ML.Data;

/// <summary>A type whose values have no parts: a number, a text, a key, ... Values own nothing that must be disposed.</summary>
public abstract class PrimitiveDataViewType : DataViewType
{
    /// <summary>Makes the type over <paramref name="rawType"/>.</summary>
    /// <param name="rawType">The .NET type of the values; it must not be disposable.</param>
    /// <exception cref="ArgumentException"><paramref name="rawType"/> implements <see cref="IDisposable"/>.</exception>
    protected PrimitiveDataViewType(Type rawType) : base(rawType)
    {
        if (typeof(IDisposable).IsAssignableFrom(rawType))
            throw new ArgumentException($"A primitive type cannot have the disposable raw type '{rawType}'.", nameof(rawType));
    }
}
