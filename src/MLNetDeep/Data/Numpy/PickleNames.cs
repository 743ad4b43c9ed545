using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Data;

/// <summary>
/// Interprets the global names in a pickled NumPy object array as data: a call of _reconstruct is an empty array, a call of dtype is
/// the element type, and setting a state sets the elements. No function is ever called.
/// </summary>
internal static class PickleNames
{
    private const string Reconstruct = "numpy.core.multiarray._reconstruct";
    private const string Array = "numpy.ndarray";
    private const string Type = "numpy.dtype";

    // Protocol 2 writes bytes as a call of this function.
    private const string Encode = "_codecs.encode";

    private static readonly string[] s_objectTypes = ["O8", "O4", "O"];

    /// <summary>Returns the name if it is known, otherwise null. NumPy 2 writes numpy._core instead of numpy.core.</summary>
    public static PickleValue.Name? Find(string name)
    {
        name = name.Replace("numpy._core.", "numpy.core.", StringComparison.Ordinal);
        return name is Reconstruct or Array or Type or Encode ? new PickleValue.Name(name) : null;
    }

    /// <summary>Returns the value that a call stands for; null if the call is unknown.</summary>
    public static PickleValue? Reduce(PickleValue callee, PickleValue arguments) => (callee, arguments) switch
    {
        (PickleValue.Name { Value: Reconstruct }, PickleValue.Tuple { Items: [PickleValue.Name { Value: Array }, PickleValue.Tuple, PickleValue.Bytes] }) =>
            new PickleValue.Array(),
        (PickleValue.Name { Value: Type }, PickleValue.Tuple { Items: [PickleValue.Text or PickleValue.Bytes, PickleValue.Boolean or PickleValue.Integer, PickleValue.Boolean or PickleValue.Integer] items })
            when s_objectTypes.Contains(items[0] is PickleValue.Text text ? text.Value : ((PickleValue.Bytes)items[0]).Value) =>
            new PickleValue.ObjectType(),
        (PickleValue.Name { Value: Encode }, PickleValue.Tuple { Items: [PickleValue.Text bytes, PickleValue.Text { Value: "latin1" }] }) =>
            new PickleValue.Bytes(bytes.Value),
        _ => null,
    };

    /// <summary>Sets the state of a value; returns false if the combination is unknown.</summary>
    public static bool Build(PickleValue target, PickleValue state)
    {
        if (target is PickleValue.ObjectType)
        {
            return state is PickleValue.Tuple;
        }

        // The state of an array is a tuple of version, shape, type, whether the order is Fortran's, and elements.
        if (target is not PickleValue.Array { Elements: null } array
            || state is not PickleValue.Tuple { Items: [PickleValue.Integer, PickleValue.Tuple, PickleValue.ObjectType, PickleValue.Boolean or PickleValue.Integer, PickleValue.List elements] })
        {
            return false;
        }

        array.Elements = elements;
        return true;
    }
}
