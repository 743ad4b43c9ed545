using System.Collections.Immutable;

namespace MLNetDeep.Neural.Serialization;

/// <summary>
/// Reads the pickle that torch.save writes for tensors in dictionaries. The few functions of PyTorch that it refers to are treated as data; no
/// function is ever called.
/// </summary>
internal sealed class TorchPickleReader : PickleReader
{
    private const string OrderedDict = "collections.OrderedDict";
    private const string RebuildTensor = "torch._utils._rebuild_tensor_v2";
    private const string RebuildParameter = "torch._utils._rebuild_parameter";
    private const string StoragePrefix = "torch.";
    private const string StorageSuffix = "Storage";

    // As PyTorch.
    private const int MaxDimensions = 64;

    // A few bytes of a pickle ask again for a tuple that was stored, so each is converted once.
    private readonly Dictionary<PickleValue.Tuple, ImmutableArray<long>> _numbers = new(ReferenceEqualityComparer.Instance);

    private TorchPickleReader(ByteSource source)
        : base(source, "tensors of PyTorch")
    {
    }

    // Each value takes a byte or more in the pickle, whose length is limited.
    protected override long MaxValues => Source.MaxLength;

    protected override int MaxTextLength => 1 << 12;

    protected override string AllowedValues => "the pickle has bytes";

    protected override string AllowedCalls => "a dictionary of tensors";

    /// <summary>Reads a pickle.</summary>
    /// <param name="source">The bytes of the pickle.</param>
    /// <exception cref="InvalidDataException">The pickle needs functions or objects other than those for tensors.</exception>
    public static PickleValue Read(ByteSource source) => new TorchPickleReader(source).Run();

    protected override bool Execute(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.EmptyDict:
                Push(new TorchValue.Dictionary());
                return true;
            case PickleOpcode.SetItem:
                SetItems(Pop(2));
                return true;
            case PickleOpcode.SetItems:
                SetItems(PopToMark());
                return true;
            case PickleOpcode.BinFloat:
                Push(new PickleValue.Number(ReadBigEndianDouble()));
                return true;
            case PickleOpcode.BinPersId:
                Push(CreateStorage(Pop(1)[0]));
                return true;
            default:
                return false;
        }
    }

    protected override PickleValue.Name FindName(string name) =>
        name is OrderedDict or RebuildTensor or RebuildParameter || IsStorage(name) ? new PickleValue.Name(name) : throw CreateError(
            $"refers to '{name}', which is not needed for tensors. Save the tensors alone: torch.save(model.state_dict(), path)");

    protected override PickleValue? Reduce(PickleValue callee, PickleValue arguments) => (callee, arguments) switch
    {
        (PickleValue.Name { Value: OrderedDict }, PickleValue.Tuple { Items: [] }) => new TorchValue.Dictionary(),
        (PickleValue.Name { Value: RebuildTensor }, PickleValue.Tuple
        {
            Items: [TorchValue.Storage storage, PickleValue.Integer offset, PickleValue.Tuple shape, PickleValue.Tuple strides, ..]
        }) when shape.Items.Length == strides.Items.Length => CreateTensor(storage, offset.Value, shape, strides),
        (PickleValue.Name { Value: RebuildParameter }, PickleValue.Tuple { Items: [TorchValue.Tensor tensor, ..] }) => tensor,
        _ => null,
    };

    // A state_dict has the attribute _metadata: versions of its modules.
    protected override bool Build(PickleValue target, PickleValue state) => target is TorchValue.Dictionary && state is TorchValue.Dictionary;

    // Lists have no tensors that could be named, so their items are not kept.
    protected override bool Append(PickleValue.List list, PickleValue item) => true;

    private static bool IsStorage(string name) =>
        name.StartsWith(StoragePrefix, StringComparison.Ordinal) && name.EndsWith(StorageSuffix, StringComparison.Ordinal)
        && name.IndexOf('.', StoragePrefix.Length) < 0;

    private TorchValue.Storage CreateStorage(PickleValue identifier) =>
        identifier is PickleValue.Tuple
        {
            Items: [PickleValue.Text { Value: "storage" }, PickleValue.Name { Value: string type }, PickleValue.Text key, PickleValue.Text, PickleValue.Integer count]
        } && IsStorage(type) && count.Value >= 0
            ? new TorchValue.Storage(type[StoragePrefix.Length..^StorageSuffix.Length], key.Value, count.Value)
            : throw CreateError("refers to something other than the values of a tensor");

    private TorchValue.Tensor CreateTensor(TorchValue.Storage storage, long offset, PickleValue.Tuple shape, PickleValue.Tuple strides) =>
        shape.Items.Length <= MaxDimensions
            ? new TorchValue.Tensor(storage, offset, Numbers(shape), Numbers(strides))
            : throw CreateError($"describes a tensor of {shape.Items.Length} dimensions, but at most {MaxDimensions} are accepted");

    private ImmutableArray<long> Numbers(PickleValue.Tuple tuple)
    {
        if (!_numbers.TryGetValue(tuple, out ImmutableArray<long> numbers))
        {
            numbers =
            [
                .. tuple.Items.Select(item => item is PickleValue.Integer { Value: >= 0 } integer
                    ? integer.Value
                    : throw CreateError("has a shape or strides that are not whole numbers of 0 or more")),
            ];
            _numbers.Add(tuple, numbers);
        }

        return numbers;
    }

    private void SetItems(PickleValue[] items)
    {
        if (items.Length % 2 != 0 || Top() is not TorchValue.Dictionary dictionary)
        {
            throw CreateError("sets items of a value that is not a dictionary, or a key without a value");
        }

        for (int i = 0; i < items.Length; i += 2)
        {
            if (items[i] is PickleValue.Text { Value: string key } && !dictionary.Items.TryAdd(key, items[i + 1]))
            {
                throw CreateError($"sets the item '{key}' twice");
            }
        }
    }

    // Unlike all other numbers in a pickle.
    private double ReadBigEndianDouble()
    {
        ulong bits = 0;
        for (int i = 0; i < sizeof(double); i++)
        {
            bits = (bits << 8) | Source.ReadByte();
        }

        return BitConverter.UInt64BitsToDouble(bits);
    }
}
