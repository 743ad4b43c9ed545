using System.Collections.Immutable;

namespace MLNetDeep.Neural.Serialization;

/// <summary>The values in a pickle of PyTorch that the general reader does not know.</summary>
internal static class TorchValue
{
    /// <summary>A dictionary. Only items whose key is a text are kept.</summary>
    public sealed record Dictionary : PickleValue
    {
        // Created on first use: an empty dictionary takes only one byte in a pickle.
        private OrderedDictionary<string, PickleValue>? _items;

        public OrderedDictionary<string, PickleValue> Items => _items ??= new(StringComparer.Ordinal);

        /// <summary>Whether all items are tensors, of which there is at least one.</summary>
        public bool HasOnlyTensors => _items?.Count > 0 && _items.Values.All(item => item is Tensor);
    }

    /// <summary>The values that tensors refer to.</summary>
    /// <param name="Type">The type of the values, as in torch.FloatStorage.</param>
    /// <param name="Key">The name of the entry in the zip.</param>
    /// <param name="Count">The number of values.</param>
    public sealed record Storage(string Type, string Key, long Count) : PickleValue;

    /// <summary>A view of a storage.</summary>
    /// <param name="Storage">The values.</param>
    /// <param name="Offset">The number of values before the first.</param>
    /// <param name="Shape">The dimensions, outermost first.</param>
    /// <param name="Strides">The distance of neighbours in each dimension, in values.</param>
    public sealed record Tensor(Storage Storage, long Offset, ImmutableArray<long> Shape, ImmutableArray<long> Strides) : PickleValue;
}
