namespace MLNetDeep.Data;

/// <summary>
/// What NumPy writes around the elements of an array of objects, read as data: a call of _reconstruct stands for an empty
/// array, a call of dtype for its type, and a state put upon them for the elements. None of it is ever called.
/// </summary>
internal static class PickleNames
{
    private const string Reconstruct = "numpy.core.multiarray._reconstruct";
    private const string Array = "numpy.ndarray";
    private const string Type = "numpy.dtype";

    // How protocol 2 writes bytes.
    private const string Encode = "_codecs.encode";

    private static readonly string[] s_objectTypes = ["O8", "O4", "O"];

    /// <summary>The name, if it is one of those; NumPy 2 calls numpy.core by another name.</summary>
    public static PickleValue.Name? Find(string name)
    {
        name = name.Replace("numpy._core.", "numpy.core.", StringComparison.Ordinal);
        return name is Reconstruct or Array or Type or Encode ? new PickleValue.Name(name) : null;
    }

    /// <summary>What a call stands for; null for a call that is none of the known.</summary>
    public static PickleValue? Reduce(PickleValue callee, PickleValue arguments) => (callee, arguments) switch
    {
        (PickleValue.Name { Value: Reconstruct }, PickleValue.Tuple { Items: [PickleValue.Name { Value: Array }, PickleValue.Tuple, PickleValue.Bytes] }) =>
            new PickleValue.Array(),
        (PickleValue.Name { Value: Type }, PickleValue.Tuple { Items: [PickleValue.Text or PickleValue.Bytes, PickleValue.Truth or PickleValue.Integer, PickleValue.Truth or PickleValue.Integer] items })
            when s_objectTypes.Contains(items[0] is PickleValue.Text text ? text.Value : ((PickleValue.Bytes)items[0]).Value) =>
            new PickleValue.ObjectType(),
        (PickleValue.Name { Value: Encode }, PickleValue.Tuple { Items: [PickleValue.Text bytes, PickleValue.Text { Value: "latin1" }] }) =>
            new PickleValue.Bytes(bytes.Value),
        _ => null,
    };

    /// <summary>Puts a state upon a value; false where that is not one of the known.</summary>
    public static bool Build(PickleValue target, PickleValue state)
    {
        if (target is PickleValue.ObjectType)
        {
            return state is PickleValue.Tuple;
        }

        // Version, shape, type, whether the order is Fortran's, elements.
        if (target is not PickleValue.Array { Elements: null } array
            || state is not PickleValue.Tuple { Items: [PickleValue.Integer, PickleValue.Tuple, PickleValue.ObjectType, PickleValue.Truth or PickleValue.Integer, PickleValue.List elements] })
        {
            return false;
        }
        array.Elements = elements;
        return true;
    }
}
