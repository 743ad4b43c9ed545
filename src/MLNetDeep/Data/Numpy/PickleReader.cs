namespace MLNetDeep.Data;

/// <summary>
/// Reads a list, or a NumPy array, of lists of integers from a pickle. A pickle is a program for a stack machine; in Python it can call
/// any function. This reader runs only the opcodes that build lists of integers. It treats the few names that NumPy adds as data (see
/// <see cref="PickleNames"/>), calls no functions, and throws on everything else.
/// </summary>
internal sealed class PickleReader
{
    private const int MinProtocol = 2;
    private const int MaxProtocol = 5;

    // Names are the only texts in a pickle of integer lists.
    private const int MaxTextLength = 64;

    // Python appends at most 1,000 items at a time, so the stack stays short. A value other than an integer takes more memory than its
    // bytes in the pickle, so the number of these values is limited: the lists, whose number is known, and a few values that NumPy adds.
    private const int MaxStackLength = 1 << 16;
    private const int MaxOtherValues = 256;

    private readonly ByteSource _source;
    private readonly long _maxValues;
    private readonly List<PickleValue> _stack = [];
    private readonly Stack<int> _marks = [];
    private readonly Dictionary<long, PickleValue> _memo = [];

    private long _valueCount;
    private long _offset;
    private PickleOpcode _opcode;

    private PickleReader(ByteSource source, int count)
    {
        _source = source;
        _maxValues = count + (long)MaxOtherValues;
    }

    /// <summary>Reads a pickled list of lists of integers.</summary>
    /// <param name="source">The bytes of the pickle.</param>
    /// <param name="count">The expected number of lists; a pickle with many more throws.</param>
    /// <exception cref="InvalidDataException">The pickle holds something else; the message contains the opcode and its offset.</exception>
    public static IReadOnlyList<IReadOnlyList<int>> ReadLists(ByteSource source, int count)
    {
        PickleReader reader = new(source, count);
        PickleValue.List? lists = reader.Run() switch
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

    private PickleValue Run()
    {
        if (_source.AtEnd || (PickleOpcode)_source.ReadByte() != PickleOpcode.Proto)
        {
            throw _source.Error("the pickle does not start with PROTO, as required by protocols 2 to 5", 0);
        }

        int protocol = _source.ReadByte();
        if (protocol is < MinProtocol or > MaxProtocol)
        {
            throw _source.Error($"the pickle has protocol {protocol}, but {MinProtocol} to {MaxProtocol} can be read", 0);
        }

        while (true)
        {
            _offset = _source.Offset;
            _opcode = (PickleOpcode)_source.ReadByte();
            if (_opcode == PickleOpcode.Stop)
            {
                return _stack.Count == 1 && _marks.Count == 0 ? _stack[0] : throw CreateError($"leaves {_stack.Count} values and {_marks.Count} marks on the stack, but 1 value is expected");
            }

            Execute();
        }
    }

    private void Execute()
    {
        switch (_opcode)
        {
            case PickleOpcode.Frame:
                _source.ReadNumber(sizeof(ulong));
                break;
            case PickleOpcode.Mark:
                if (_marks.Count == MaxOtherValues)
                {
                    throw CreateError($"is one mark more than {MaxOtherValues}");
                }

                _marks.Push(_stack.Count);
                break;
            case PickleOpcode.BinInt:
                Push(new PickleValue.Integer((int)_source.ReadNumber(sizeof(int))));
                break;
            case PickleOpcode.BinInt1:
                Push(new PickleValue.Integer((long)_source.ReadNumber(1)));
                break;
            case PickleOpcode.BinInt2:
                Push(new PickleValue.Integer((long)_source.ReadNumber(2)));
                break;
            case PickleOpcode.Long1:
                Push(new PickleValue.Integer(ReadLong(_source.ReadByte())));
                break;
            case PickleOpcode.None:
                Push(new PickleValue.None());
                break;
            case PickleOpcode.NewTrue or PickleOpcode.NewFalse:
                Push(new PickleValue.Boolean(_opcode == PickleOpcode.NewTrue));
                break;
            case PickleOpcode.ShortBinUnicode:
                Push(new PickleValue.Text(ReadText(1)));
                break;
            case PickleOpcode.BinUnicode:
                Push(new PickleValue.Text(ReadText(sizeof(uint))));
                break;
            case PickleOpcode.ShortBinBytes or PickleOpcode.ShortBinString:
                Push(new PickleValue.Bytes(ReadText(1)));
                break;
            case PickleOpcode.EmptyList:
                Push(new PickleValue.List());
                break;
            case PickleOpcode.EmptyTuple:
                Push(new PickleValue.Tuple([]));
                break;
            case PickleOpcode.Tuple1 or PickleOpcode.Tuple2 or PickleOpcode.Tuple3:
                Push(new PickleValue.Tuple(Pop(_opcode - PickleOpcode.Tuple1 + 1)));
                break;
            case PickleOpcode.Tuple:
                Push(new PickleValue.Tuple(PopToMark()));
                break;
            case PickleOpcode.Append:
                AddTo(Pop(1));
                break;
            case PickleOpcode.Appends:
                AddTo(PopToMark());
                break;
            case PickleOpcode.BinPut:
                Memoize(_source.ReadByte());
                break;
            case PickleOpcode.LongBinPut:
                Memoize((long)_source.ReadNumber(sizeof(uint)));
                break;
            case PickleOpcode.Memoize:
                Memoize(_memo.Count);
                break;
            case PickleOpcode.BinGet:
                Push(GetMemoized(_source.ReadByte()));
                break;
            case PickleOpcode.LongBinGet:
                Push(GetMemoized((long)_source.ReadNumber(sizeof(uint))));
                break;
            case PickleOpcode.Global:
                string module = ReadLine();
                Push(CreateName(module, ReadLine()));
                break;
            case PickleOpcode.StackGlobal:
                Push(Pop(2) is [PickleValue.Text { Value: string owner }, PickleValue.Text { Value: string name }]
                    ? CreateName(owner, name)
                    : throw CreateError("has no two texts before it"));
                break;
            case PickleOpcode.Reduce:
                PickleValue[] call = Pop(2);
                Push(PickleNames.Reduce(call[0], call[1]) ?? throw CreateError("would call something other than what an array of objects needs"));
                break;
            case PickleOpcode.Build:
                PickleValue state = Pop(1)[0];
                if (!PickleNames.Build(Top(), state))
                {
                    throw CreateError("would set the state of something other than an array of objects");
                }

                break;
            default:
                throw CreateError("is not one that lists of integers need");
        }
    }

    private InvalidDataException CreateError(string reason)
    {
        string name = Enum.IsDefined(_opcode) ? $" ({_opcode})" : "";
        return _source.Error($"the pickle's instruction 0x{(byte)_opcode:X2}{name} {reason}; it was not run", _offset);
    }

    private PickleValue.Name CreateName(string module, string name) =>
        PickleNames.Find($"{module}.{name}") ?? throw CreateError($"refers to '{module}.{name}', which lists of integers do not need");

    private void Push(PickleValue value)
    {
        if (_stack.Count == MaxStackLength)
        {
            throw CreateError($"leaves more than {MaxStackLength} values on the stack");
        }

        if (value is not PickleValue.Integer && ++_valueCount > _maxValues)
        {
            throw CreateError($"is for more values than the lists that the header says and {MaxOtherValues} others");
        }

        _stack.Add(value);
    }

    private PickleValue Top() => Pop(1) is [PickleValue top] && Restore(top) ? top : throw CreateError("has no value before it");

    private bool Restore(PickleValue value)
    {
        _stack.Add(value);
        return true;
    }

    // As in Python, values below the last mark cannot be popped.
    private PickleValue[] Pop(int count)
    {
        int bottom = _marks.Count > 0 ? _marks.Peek() : 0;
        if (_stack.Count - bottom < count)
        {
            throw CreateError($"needs {count} values, but there are {_stack.Count - bottom}");
        }

        return TakeFrom(_stack.Count - count);
    }

    private PickleValue[] PopToMark() => _marks.TryPop(out int mark) ? TakeFrom(mark) : throw CreateError("has no mark before it");

    private PickleValue[] TakeFrom(int index)
    {
        PickleValue[] values = [.. _stack[index..]];
        _stack.RemoveRange(index, values.Length);
        return values;
    }

    private void AddTo(PickleValue[] items)
    {
        if (Top() is not PickleValue.List list)
        {
            throw CreateError("appends to a value that is not a list");
        }

        foreach (PickleValue item in items)
        {
            if (item is PickleValue.Integer { Value: >= int.MinValue and <= int.MaxValue } integer && !list.HasLists)
            {
                list.Integers.Add((int)integer.Value);
            }
            else if (item is PickleValue.List inner && !list.HasIntegers)
            {
                list.Lists.Add(inner);
            }
            else
            {
                throw CreateError("appends a value to a list that is neither a 32-bit integer nor a list");
            }
        }
    }

    private void Memoize(long index)
    {
        _memo[index] = Top();
        if (_memo.Count > _maxValues)
        {
            throw CreateError("stores more values than there should be");
        }
    }

    private PickleValue GetMemoized(long index) =>
        _memo.TryGetValue(index, out PickleValue? value) ? value : throw CreateError($"asks for value {index}, which was not stored");

    private long ReadLong(int byteCount)
    {
        if (byteCount > sizeof(long))
        {
            throw CreateError($"has a number of {byteCount} bytes, but at most {sizeof(long)} are accepted");
        }

        if (byteCount == 0)
        {
            return 0;
        }

        int unused = 8 * (sizeof(long) - byteCount);
        return (long)(_source.ReadNumber(byteCount) << unused) >> unused;
    }

    private string ReadText(int lengthBytes)
    {
        ulong length = _source.ReadNumber(lengthBytes);
        return length <= MaxTextLength ? _source.ReadLatin1((int)length) : throw CreateError($"has a text of {length} bytes, but at most {MaxTextLength} are accepted");
    }

    private string ReadLine()
    {
        string line = "";
        for (char next = (char)_source.ReadByte(); next != '\n'; next = (char)_source.ReadByte())
        {
            line = line.Length < MaxTextLength ? line + next : throw CreateError($"has a name of more than {MaxTextLength} characters");
        }

        return line;
    }
}
