namespace Microsoft.ML;

/// <summary>
/// Writes a value into the caller's variable. A getter may reuse what the variable holds (the arrays of a vector, say).
/// </summary>
/// <typeparam name="TValue">The raw type of the value.</typeparam>
/// <param name="value">The variable to write.</param>
public delegate void ValueGetter<TValue>(ref TValue value);
