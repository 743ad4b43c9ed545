using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class SchemaShape
{
    /// <summary>What is known of one column before there is data.</summary>
    public readonly struct Column
    {
        /// <summary>Whether a column holds single values or vectors.</summary>
        public enum VectorKind
        {
            /// <summary>Single values.</summary>
            Scalar = 0,

            /// <summary>Vectors that all have one size.</summary>
            Vector = 1,

            /// <summary>Vectors whose size differs from row to row.</summary>
            VariableVector = 2,
        }

        /// <summary>The name.</summary>
        public readonly string Name;

        /// <summary>Whether the column holds single values or vectors.</summary>
        public readonly VectorKind Kind;

        /// <summary>The type of the values, or of a vector's items; for a key its raw type as a number.</summary>
        public readonly DataViewType ItemType;

        /// <summary>Whether the values, or a vector's items, are keys.</summary>
        public readonly bool IsKey;

        /// <summary>The annotations.</summary>
        public readonly SchemaShape Annotations;

        internal Column(string name, VectorKind vecKind, DataViewType itemType, bool isKey, SchemaShape? annotations = null)
        {
            ArgumentException.ThrowIfNullOrEmpty(name);
            ArgumentNullException.ThrowIfNull(itemType);
            if (itemType is KeyDataViewType or VectorDataViewType)
                throw new ArgumentOutOfRangeException(nameof(itemType), $"The item type of the column '{name}' must be neither a key nor a vector, but it is '{itemType}'.");
            if (isKey && !KeyDataViewType.IsValidDataType(itemType.RawType))
                throw new ArgumentOutOfRangeException(nameof(itemType), $"The column '{name}' cannot have keys of the type '{itemType}'.");
            Name = name;
            Kind = vecKind;
            ItemType = itemType;
            IsKey = isKey;
            Annotations = annotations ?? Empty;
        }

        /// <summary>Whether <paramref name="source"/> has at least what this column asks for, annotations included.</summary>
        internal bool IsCompatibleWith(Column source)
        {
            if (source.Name != Name || source.Kind != Kind || !ItemType.Equals(source.ItemType) || IsKey != source.IsKey)
                return false;
            foreach (Column wanted in Annotations)
            {
                if (!source.Annotations.TryFindColumn(wanted.Name, out Column found) || !wanted.IsCompatibleWith(found))
                    return false;
            }
            return true;
        }

        /// <summary>The kind and type as text, for messages: "Key", "Vector&lt;Single&gt;", ...</summary>
        internal string Describe()
        {
            string item = IsKey ? $"Key<{ItemType}>" : ItemType.ToString()!;
            return Kind switch
            {
                VectorKind.Scalar => item,
                VectorKind.Vector => $"Vector<{item}>",
                _ => $"VarVector<{item}>",
            };
        }
    }
}
