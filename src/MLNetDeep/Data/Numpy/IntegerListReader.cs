using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Data;

/// <summary>
/// Reads a list, or a NumPy array, of lists of integers from a pickle. It treats the few names that NumPy adds as data: see
/// <see cref="PickleNames"/>.
/// </summary>
internal sealed class IntegerListReader : PickleReader
{
    // A few values that NumPy adds.
    private const int MaxOtherValues = 256;

    private IntegerListReader(ByteSource source, int count)
        : base(source, "lists of integers")
    {
        MaxValues = count + (long)MaxOtherValues;
    }

    protected override long MaxValues { get; }

    // Names are the only texts in a pickle of integer lists.
    protected override int MaxTextLength => 64;

    protected override string AllowedValues => $"the lists that the header says and {MaxOtherValues} others";

    protected override string AllowedCalls => "an array of objects";

    /// <summary>Reads a pickled list of lists of integers.</summary>
    /// <param name="source">The bytes of the pickle.</param>
    /// <param name="count">The expected number of lists; a pickle with many more throws.</param>
    /// <exception cref="InvalidDataException">The pickle holds something else; the message contains the opcode and its offset.</exception>
    public static IReadOnlyList<IReadOnlyList<int>> ReadLists(ByteSource source, int count)
    {
        PickleValue.List? lists = new IntegerListReader(source, count).Run() switch
        {
            PickleValue.List list => list,
            PickleValue.Array array => array.Elements,
            _ => null,
        };
        if (lists is null || lists.HasIntegers || lists.Lists.Exists(l => l.HasLists))
        {
            throw source.Error("the pickle does not contain lists of integers");
        }

        return lists.Lists.ConvertAll(l => l.Integers);
    }

    protected override PickleValue.Name? FindName(string name) => PickleNames.Find(name);

    protected override PickleValue? Reduce(PickleValue callee, PickleValue arguments) => PickleNames.Reduce(callee, arguments);

    protected override bool Build(PickleValue target, PickleValue state) => PickleNames.Build(target, state);

    protected override bool Append(PickleValue.List list, PickleValue item)
    {
        if (item is PickleValue.Integer { Value: >= int.MinValue and <= int.MaxValue } integer && !list.HasLists)
        {
            list.Integers.Add((int)integer.Value);
            return true;
        }

        if (item is PickleValue.List inner && !list.HasIntegers)
        {
            list.Lists.Add(inner);
            return true;
        }

        return false;
    }
}
