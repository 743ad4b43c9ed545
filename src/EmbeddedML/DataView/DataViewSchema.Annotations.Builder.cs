using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class DataViewSchema
{
    public sealed partial class Annotations
    {
        /// <summary>Collects values and makes the annotations of a column of them.</summary>
        public sealed class Builder
        {
            private readonly List<DetachedColumn> _columns = [];
            private readonly List<Delegate> _getters = [];

            /// <summary>Makes a builder with nothing in it.</summary>
            public Builder()
            {
            }

            /// <summary>Adds what <paramref name="annotations"/> holds under the kinds that <paramref name="selector"/> accepts.</summary>
            public void Add(Annotations? annotations, Func<string, bool> selector)
            {
                ArgumentNullException.ThrowIfNull(selector);
                foreach (Column column in (annotations ?? Empty).Schema)
                {
                    if (selector(column.Name))
                        Append(column.Name, column.Type, annotations!.GetGetter(column.Index), column.Annotations);
                }
            }

            /// <summary>Adds a value given by its getter.</summary>
            /// <exception cref="ArgumentException"><typeparamref name="TValue"/> is not the raw type of <paramref name="type"/>.</exception>
            public void Add<TValue>(string name, DataViewType type, ValueGetter<TValue> getter, Annotations? annotations = null)
            {
                CheckType<TValue>(type);
                Append(name, type, getter, annotations);
            }

            /// <summary>Adds a value given by its getter.</summary>
            /// <param name="name">The kind.</param>
            /// <param name="type">The type of the value.</param>
            /// <param name="getter">A <see cref="ValueGetter{TValue}"/> for the raw type of <paramref name="type"/>.</param>
            /// <param name="annotations">Annotations of the value itself.</param>
            /// <exception cref="ArgumentException">The getter is not one for the raw type of <paramref name="type"/>.</exception>
            public void Add(string name, DataViewType type, Delegate getter, Annotations? annotations = null)
            {
                ArgumentNullException.ThrowIfNull(type);
                ArgumentNullException.ThrowIfNull(getter);
                Type actual = getter.GetType();
                if (!actual.IsGenericType || actual.GetGenericTypeDefinition() != typeof(ValueGetter<>) || actual.GenericTypeArguments[0] != type.RawType)
                    throw new ArgumentException($"The getter must be a ValueGetter of '{type.RawType}', but it is a '{actual}'.", nameof(getter));
                Append(name, type, getter, annotations);
            }

            /// <summary>Adds a primitive value.</summary>
            /// <exception cref="ArgumentException"><typeparamref name="TValue"/> is not the raw type of <paramref name="type"/>.</exception>
            public void AddPrimitiveValue<TValue>(string name, PrimitiveDataViewType type, TValue value, Annotations? annotations = null)
            {
                CheckType<TValue>(type);
                Append(name, type, (ValueGetter<TValue>)((ref TValue destination) => destination = value), annotations);
            }

            /// <summary>The annotations of the values added so far.</summary>
            public Annotations ToAnnotations()
            {
                var schema = new DataViewSchema.Builder();
                schema.AddColumns(_columns);
                return new Annotations(schema.ToSchema(), [.. _getters]);
            }

            private void Append(string name, DataViewType type, Delegate getter, Annotations? annotations)
            {
                ArgumentNullException.ThrowIfNull(getter);
                _columns.Add(new DetachedColumn(name, type, annotations));
                _getters.Add(getter);
            }

            private static void CheckType<TValue>(DataViewType type)
            {
                ArgumentNullException.ThrowIfNull(type);
                if (type.RawType != typeof(TValue))
                    throw new ArgumentException($"The raw type of '{type}' must be '{typeof(TValue)}', but it is '{type.RawType}'.", nameof(type));
            }
        }
    }
}
